def security_headers(get_response):
    return get_response


admin_locale = redirects = security_headers
