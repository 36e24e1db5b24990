"""Evaluation over HTTP: definitions, leagues and figures, results, bulletins, second looks, integrity."""

from cityloop.evaluation.rest import (
    bulletins,
    definitions,
    entries,
    evidence,
    integrity,
    leagues,
    objections,
    results,
    sampling,
    seeing,
)

routers = {
    "/evaluation": leagues.router,
    "/evaluation/figures": seeing.router,
    "/evaluation/indicators": definitions.indicators,
    "/evaluation/schemes": definitions.schemes,
    "/evaluation/counting-rules": definitions.counting_rules,
    "/evaluation/entries": entries.router,
    "/evaluation/results": results.router,
    "/evaluation/objections": objections.router,
    "/evaluation/bulletins": bulletins.router,
    "/evaluation/evidence": evidence.router,
    "/evaluation/integrity": integrity.router,
    "/evaluation/samplings": sampling.samplings,
    "/evaluation/second-looks": sampling.looks,
}
