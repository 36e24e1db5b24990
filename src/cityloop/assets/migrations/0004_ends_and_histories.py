"""What was there gets its first day; what was removed ends; histories are written once; staging is not logged."""

from django.db import migrations, models

FIRST_DAYS = """
UPDATE assets_component
   SET surveyed_on = (valid_from AT TIME ZONE 'UTC')::date,
       state = CASE WHEN valid_until IS NULL THEN state ELSE 'REMOVED' END,
       valid_until = CASE WHEN state = 'REMOVED' AND valid_until IS NULL
                          THEN greatest(coalesce(changed_at, now()), valid_from + interval '1 microsecond')
                          ELSE valid_until END;
SET CONSTRAINTS ALL IMMEDIATE;
"""
APPEND_ONLY = """
CREATE FUNCTION assets_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'History is written once: % of assets_componentstatechange is refused.', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER state_changes_are_append_only BEFORE UPDATE OR DELETE ON assets_componentstatechange
    FOR EACH ROW EXECUTE FUNCTION assets_refuse_rewriting();
"""
REWRITABLE = """
DROP TRIGGER state_changes_are_append_only ON assets_componentstatechange;
DROP FUNCTION assets_refuse_rewriting();
"""


class Migration(migrations.Migration):
    """Ends, histories, staging."""

    dependencies = [("assets", "0003_whole_attributes")]
    operations = [
        migrations.RunSQL(FIRST_DAYS, migrations.RunSQL.noop),
        migrations.AlterField("component", "surveyed_on", models.DateField()),
        migrations.AddConstraint(
            model_name='component',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'REMOVED'), ('valid_until__isnull', False)), models.Q(models.Q(('state', 'REMOVED'), _negated=True), ('valid_until__isnull', True)), _connector='OR'), name='component_ends_when_removed'),
        ),
        migrations.RunSQL(APPEND_ONLY, REWRITABLE),
        migrations.RunSQL(
            "ALTER TABLE assets_stagedcomponent SET UNLOGGED", "ALTER TABLE assets_stagedcomponent SET LOGGED"
        ),
    ]
