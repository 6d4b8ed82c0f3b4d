import pytest


@pytest.fixture
def desk_page(open_page, editor, live_server):
    """A function that opens a page of the desk with an editor logged in."""

    def open_desk(path="/admin/", **options):
        page = open_page("/admin/login/", locale="en-US", **options)
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.fill("#id_username", "editor")
        page.fill("#id_password", "correct horse battery")
        page.click("[type=submit]")
        page.goto(f"{live_server.url}{path}")
        return page

    return open_desk
