"""Cases as a file."""

from zoneinfo import ZoneInfo

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from cityloop.access.api import ActorRequest, signed_in
from cityloop.cases.actions.exports import ExportFormat
from cityloop.cases.actions.exports import export as give_out
from cityloop.cases.domain.wording import Language
from cityloop.cases.queries.exports import headings
from cityloop.cases.rest.cases import ListFilters
from cityloop.kernel.clock import now
from cityloop.kernel.http import problems
from cityloop.kernel.languages import tag_of, tongue_of
from cityloop.kernel.sheets import stream_xlsx
from cityloop.kernel.tables import CONTENT_TYPES, stream_csv
from cityloop.territory import api as territory

router = Router(tags=["cases"], auth=signed_in)
ROWS = "X-CityLoop-Rows"


@router.get("", response={200: None, **problems(401, 403, 422)}, operation_id="export_cases")
def export(
    request: ActorRequest, filters: Query[ListFilters], file_format: ExportFormat = ExportFormat.CSV
) -> HttpResponseBase:
    """Return the cases of a list as a file, with headings and names in the language of `Accept-Language` (zh, en).

    `X-CityLoop-Rows` says how many rows will come; each line of a CSV ends with CR LF, and no cell holds a CR, so that
    they can be counted on the way. Both are sent while they are written. At most 1,000,000 rows.
    """
    at, tongue = now(), tongue_of(request.headers.get("Accept-Language"))
    language: Language = "en" if tongue is None else "zh"
    count, rows = give_out(
        actor=request.auth,
        filters=filters.filters(),
        order=filters.order,
        file_format=file_format,
        language=language,
        at=at,
    )
    columns = headings(language)
    stream = stream_xlsx if file_format is ExportFormat.XLSX else stream_csv
    answer = StreamingHttpResponse(stream(columns, rows))
    answer["Content-Type"] = CONTENT_TYPES[file_format]
    local = at.astimezone(ZoneInfo(territory.city().timezone))
    answer["Content-Disposition"] = f'attachment; filename="cases-{local:%Y%m%d-%H%M%S}.{file_format}"'
    answer["Content-Language"] = tag_of(tongue)
    answer["Cache-Control"] = "no-store"
    answer[ROWS] = str(count)
    return answer
