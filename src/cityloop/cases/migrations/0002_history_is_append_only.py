"""Let the database itself refuse to rewrite history."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION cases_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'History is written once: % of cases_casestep is refused.', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER steps_are_append_only BEFORE UPDATE OR DELETE ON cases_casestep
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_rewriting();
"""
REWRITABLE = """
DROP TRIGGER steps_are_append_only ON cases_casestep;
DROP FUNCTION cases_refuse_rewriting();
"""


class Migration(migrations.Migration):
    """Steps are append-only."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY, REWRITABLE)]
