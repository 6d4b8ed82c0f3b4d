def limit_statements(database, seconds):
    """Have PostgreSQL end each statement that takes longer; `database` is one of DATABASES.

    To be asked for by processes that serve: an import or a migration may take its time. What the
    address of the database says itself counts more. SQLite ends none; 0 is no limit.
    """
    if seconds and database["ENGINE"] == "django.db.backends.postgresql":
        options = database.setdefault("OPTIONS", {})
        said = [f"-c statement_timeout={seconds}s", options.get("options")]
        options["options"] = " ".join(filter(None, said))
