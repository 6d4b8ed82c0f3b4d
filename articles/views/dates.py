from datetime import date

from django.http import Http404


def local_date(year, month, day):
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Http404("no such day") from error
