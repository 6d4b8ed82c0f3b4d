"""How much anybody may send: looked at before a byte of it is on the disk."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# Several pictures in one form, where the browser runs no script that sends them one by one.
MOST_BYTES = 200 * 1024 * 1024
# Of whoever has not signed in: a form, no picture.
STRANGERS_BYTES = 2_500_000


class MeasuredUpload(FileUploadHandler):
    """Stands before those that keep: who works here may send MOST_BYTES, others STRANGERS_BYTES."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        user = getattr(self.request, "user", None)
        is_staff = user is not None and user.is_active and user.is_staff
        most = MOST_BYTES if is_staff else STRANGERS_BYTES
        if content_length > most:
            raise RequestDataTooBig(f"{content_length} bytes were sent, {most} are taken")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
