"""Classes, calendars and disposal standards."""

from collections.abc import Callable

from cityloop.administration.actions.context import Loading
from cityloop.administration.contracts import CalendarFile, StandardFile
from cityloop.cases import api as cases
from cityloop.evaluation import api as evaluation
from cityloop.standards import api as standards


def bring_rulebook(loading: Loading) -> None:
    """Load what ships with the software where it is missing, then put the city's own into force from its first day."""
    shipped = standards.load_standards(actor=loading.actor, at=loading.at)
    loading.done(
        "shipped standards", added=shipped.classes + len(shipped.standards) + len(shipped.calendars), unchanged=0
    )
    _each(loading, "calendars", loading.package.calendars, _calendar)
    _each(loading, "disposal standards", loading.package.standards, _standard)
    _set_loop(loading)
    _bring_evaluation(loading)


def _set_loop(loading: Loading) -> None:
    """Publish the lifecycle that ships with the settings of the city, in force from its first day."""
    data = cases.standard_data()
    data["settings"] |= loading.package.loop
    published = cases.publish_lifecycle(data=data, valid_from=loading.valid_from, at=loading.at)
    loading.done("lifecycle", added=int(published.is_new), unchanged=int(not published.is_new))


def _bring_evaluation(loading: Loading) -> None:
    """Publish the indicators and schemes that ship where they are missing, in force from the city's first day."""
    loaded = evaluation.load_evaluation(valid_from=loading.package.city.valid_from, actor=loading.actor, at=loading.at)
    loading.done("indicators and schemes", added=loaded.indicators + len(loaded.schemes), unchanged=0)


def _each(
    loading: Loading,
    name: str,
    files: tuple[CalendarFile, ...] | tuple[StandardFile, ...],
    take_in: Callable[..., standards.VersionImport],
) -> None:
    fresh = sum(take_in(loading, file).is_new for file in files)
    if files:
        loading.done(name, added=fresh, unchanged=len(files) - fresh)


def _calendar(loading: Loading, file: CalendarFile) -> standards.VersionImport:
    made = standards.import_calendar(
        name=file.name,
        title=file.title,
        description=standards.read_calendar(file.content, filename=file.filename),
        actor=loading.actor,
        at=loading.at,
    )
    if made.version.state is standards.VersionState.DRAFT:
        standards.publish_calendar(
            version_id=made.version.id, valid_from=loading.valid_from, actor=loading.actor, at=loading.at
        )
    return made


def _standard(loading: Loading, file: StandardFile) -> standards.VersionImport:
    made = standards.import_disposal_standard(
        name=file.name,
        title=file.title,
        default_limit=file.default_limit,
        content=file.content,
        actor=loading.actor,
        at=loading.at,
    )
    if made.version.state is standards.VersionState.DRAFT:
        standards.publish_standard(
            version_id=made.version.id, valid_from=loading.valid_from, actor=loading.actor, at=loading.at
        )
    return made
