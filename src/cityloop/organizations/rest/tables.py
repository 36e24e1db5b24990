"""Bodies, staff and responsibility as files."""

from django.http import HttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from cityloop.access import api as access
from cityloop.access.api import ActorRequest
from cityloop.kernel.clock import now
from cityloop.kernel.http import problems, quick
from cityloop.kernel.tables import FileFormat
from cityloop.organizations import api

router = Router(tags=["organizations"], auth=access.signed_in)


@router.post("/{table}", response={200: api.TakenIn, **problems(401, 403, 422)}, operation_id="import_organizations")
def take_in(request: ActorRequest, table: api.Table, file: File[UploadedFile]) -> HttpResponse:
    """Take in a CSV or xlsx file, all of it or nothing; the same file again changes nothing."""
    return quick(api.take_in(table=table, content=file.read(), actor=request.auth, at=now()))


@router.get("/{table}", response={200: None, **problems(401, 403, 422)}, operation_id="export_organizations")
def give_out(request: ActorRequest, table: api.Table, file_format: FileFormat = FileFormat.CSV) -> HttpResponse:
    """Return a file that can be taken in again; telephone numbers are not in it."""
    content = api.give_out(table=table, file_format=file_format, actor=request.auth, at=now())
    answer = HttpResponse(content, content_type=file_format.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{table}.{file_format}"'
    return answer
