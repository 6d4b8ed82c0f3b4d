from django.utils.datastructures import MultiValueDict


def typed_before(form, fields):
    """Return the initial values of `form` that show it as `fields` (an Autosave's) were typed.

    {} for None. What no field of the form is left out.
    """
    if not fields:
        return {}
    data = MultiValueDict(fields)
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(data, {}, form.add_prefix(name))
    }
