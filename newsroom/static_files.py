from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModulesStorage(CompressedManifestStaticFilesStorage):
    """Files with hashed names, which the imports of JavaScript modules name too."""

    support_js_module_import_aggregation = True
