"""Evaluation over HTTP: indicators and schemes, leagues and the cases behind them, results, objections, bulletins."""

from cityloop.evaluation.rest import bulletins, definitions, entries, leagues, objections, results

routers = {
    "/evaluation": leagues.router,
    "/evaluation/indicators": definitions.indicators,
    "/evaluation/schemes": definitions.schemes,
    "/evaluation/entries": entries.router,
    "/evaluation/results": results.router,
    "/evaluation/objections": objections.router,
    "/evaluation/bulletins": bulletins.router,
}
