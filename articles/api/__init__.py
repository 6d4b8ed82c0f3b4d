"""What is published, as data for programs: read-only JSON, described by /api/v1/openapi.json."""
