"""Evaluation over HTTP: definitions, leagues and figures with the cases behind them, results,
objections, bulletins, second looks."""

from cityloop.evaluation.rest import bulletins, definitions, entries, leagues, objections, results, sampling, seeing

routers = {
    "/evaluation": leagues.router,
    "/evaluation/figures": seeing.router,
    "/evaluation/indicators": definitions.indicators,
    "/evaluation/schemes": definitions.schemes,
    "/evaluation/entries": entries.router,
    "/evaluation/results": results.router,
    "/evaluation/objections": objections.router,
    "/evaluation/bulletins": bulletins.router,
    "/evaluation/samplings": sampling.samplings,
    "/evaluation/second-looks": sampling.looks,
}
