"""What constraints cannot say: published versions do not change, and every change shows in the stamp."""

GUARD_VERSION = """
CREATE FUNCTION standards_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'DRAFT' THEN
            RAISE EXCEPTION 'A published version is kept for good (% %)', OLD.name, OLD.number
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state = 'DRAFT' THEN
        RETURN NEW;
    END IF;
    IF NEW.state = 'DRAFT'
        OR (OLD.state = 'SUPERSEDED' AND NEW.state <> 'SUPERSEDED')
        OR coalesce(NEW.valid_until, 'infinity') > coalesce(OLD.valid_until, 'infinity')
        OR to_jsonb(NEW) - '{state,valid_until}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{state,valid_until}'::text[]
    THEN
        RAISE EXCEPTION 'A published version does not change (% %)', OLD.name, OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# A stage must have a limit for every area level: one for ALL, or one for each of A, B and C.
GUARD_COMPLETE = """
CREATE FUNCTION standards_guard_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM standards_condition c LEFT JOIN standards_stage s ON s.condition_id = c.id
        LEFT JOIN standards_stagelimit l ON l.stage_id = s.id
        WHERE c.standard_id = NEW.id GROUP BY c.id, s.id
        HAVING s.id IS NULL OR NOT (bool_or(l.area_level = 'ALL') IS TRUE OR count(l.area_level) = 3)
    ) THEN
        RAISE EXCEPTION 'A condition lacks a stage, or a stage a limit for some area level (% %)', NEW.name, NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# One key at a time and never a scan: its plans are made while the tables are still empty and are kept as they fill.
GUARD_CONTENT = """
CREATE FUNCTION standards_guard_content() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    this record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    owner standards_stage.id%TYPE;
    version standards_disposalstandard.id%TYPE;
    version_state text;
BEGIN
    IF TG_TABLE_NAME IN ('standards_calendarday', 'standards_openinghours') THEN
        SELECT state INTO version_state FROM standards_workingcalendar WHERE id = this.calendar_id;
    ELSE
        IF TG_TABLE_NAME = 'standards_stagelimit' THEN
            SELECT condition_id INTO owner FROM standards_stage WHERE id = this.stage_id;
        ELSIF TG_TABLE_NAME = 'standards_stage' THEN
            owner := this.condition_id;
        END IF;
        IF TG_TABLE_NAME = 'standards_condition' THEN
            version := this.standard_id;
        ELSE
            SELECT standard_id INTO version FROM standards_condition WHERE id = owner;
        END IF;
        SELECT state INTO version_state FROM standards_disposalstandard WHERE id = version;
    END IF;
    IF version_state <> 'DRAFT' THEN
        RAISE EXCEPTION 'What a published version holds does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN this;
END $$;
"""

TOUCH = """
CREATE FUNCTION standards_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO standards_revision (id, stamp) VALUES (1, gen_random_uuid())
        ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp;
    RETURN NULL;
END $$;
"""

VERSIONS = ("disposalstandard", "workingcalendar")
CONTENT = ("condition", "stage", "stagelimit", "calendarday", "openinghours")
TABLES = ("classedition", "caseclass", *VERSIONS, *CONTENT)


def forwards() -> str:
    """Return the functions and triggers."""
    triggers = [
        f"""CREATE TRIGGER guard_version BEFORE UPDATE OR DELETE ON standards_{table}
            FOR EACH ROW EXECUTE FUNCTION standards_guard_version();"""
        for table in VERSIONS
    ]
    triggers += [
        """CREATE TRIGGER guard_complete BEFORE UPDATE ON standards_disposalstandard FOR EACH ROW
            WHEN (OLD.state = 'DRAFT' AND NEW.state <> 'DRAFT') EXECUTE FUNCTION standards_guard_complete();""",
        "CREATE TRIGGER guard_complete_at_birth AFTER INSERT ON standards_disposalstandard FOR EACH ROW"
        " WHEN (NEW.state <> 'DRAFT') EXECUTE FUNCTION standards_guard_complete();",
    ]
    triggers += [
        f"""CREATE TRIGGER guard_content BEFORE INSERT OR UPDATE OR DELETE ON standards_{table}
            FOR EACH ROW EXECUTE FUNCTION standards_guard_content();"""
        for table in CONTENT
    ]
    triggers += [
        f"""CREATE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON standards_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION standards_touch();"""
        for table in TABLES
    ]
    return "\n".join([GUARD_VERSION, GUARD_COMPLETE, GUARD_CONTENT, TOUCH, *triggers])


def backwards() -> str:
    """Return what takes them away again; the tables' triggers go with the functions."""
    names = ("guard_version", "guard_complete", "guard_content", "touch")
    return "\n".join(f"DROP FUNCTION standards_{name}() CASCADE;" for name in names)
