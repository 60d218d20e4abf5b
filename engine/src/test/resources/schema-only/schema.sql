-- A schema with something of everything that Postgres keeps in its catalogs.
CREATE EXTENSION btree_gist;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION postgres_fdw;
CREATE ROLE reader LOGIN PASSWORD 'of the reader';
CREATE ROLE staff NOLOGIN;
GRANT staff TO reader WITH ADMIN OPTION;
ALTER ROLE reader IN DATABASE shop SET work_mem = '5MB';
ALTER DATABASE shop SET extra_float_digits = 2;

CREATE SCHEMA sales AUTHORIZATION staff;
COMMENT ON SCHEMA sales IS 'what was sold';
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE address AS (street text, town text);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TYPE price_range AS RANGE (subtype = numeric);
CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE SEQUENCE counted START 5 INCREMENT 5;

CREATE TABLE plain (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  word text DEFAULT 'a default',
  feeling mood DEFAULT 'ok',
  place address,
  amount positive,
  doubled int GENERATED ALWAYS AS (amount * 2) STORED,
  serial_number serial,
  "strange ""name" text,
  parent bigint REFERENCES plain,
  CHECK (word <> ''));
COMMENT ON COLUMN plain.word IS 'kanari_schema';
CREATE UNIQUE INDEX plain_words ON plain (lower(word)) WHERE amount > 3;
CREATE STATISTICS both_columns (mcv, dependencies, ndistinct) ON word, amount FROM plain;
ALTER TABLE plain ALTER COLUMN word SET STATISTICS 500;
ALTER TABLE plain ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_words ON plain FOR SELECT TO reader USING (word = current_user);
GRANT SELECT (word), UPDATE ON plain TO reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA sales GRANT SELECT ON TABLES TO reader;

CREATE TABLE sales.bookings (
  room int,
  during tstzrange,
  EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE older (x int);
CREATE TABLE younger (y int) INHERITS (older);
CREATE UNLOGGED TABLE fleeting (id serial PRIMARY KEY, word text);
CREATE VIEW words WITH (security_barrier) AS SELECT word FROM plain WHERE amount > 0;
CREATE RULE quiet AS ON DELETE TO words DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW digest AS SELECT word, count(*) AS n FROM plain GROUP BY word;
CREATE UNIQUE INDEX ON digest (word);

CREATE FUNCTION refuse_in_copies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('cluster_name') = 'schema only' THEN
    RAISE EXCEPTION 'a trigger was run';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION refuse_ddl_in_copies() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('cluster_name') = 'schema only' THEN
    RAISE EXCEPTION 'an event trigger was run';
  END IF;
END $$;
CREATE TABLE guarded (id int);
CREATE TRIGGER guard BEFORE TRUNCATE ON guarded EXECUTE FUNCTION refuse_in_copies();
ALTER TABLE guarded ENABLE ALWAYS TRIGGER guard;
CREATE EVENT TRIGGER guard_ddl ON ddl_command_start EXECUTE FUNCTION refuse_ddl_in_copies();
ALTER EVENT TRIGGER guard_ddl ENABLE ALWAYS;
CREATE EVENT TRIGGER guard_login ON login EXECUTE FUNCTION refuse_ddl_in_copies();
ALTER EVENT TRIGGER guard_login ENABLE ALWAYS;
CREATE PROCEDURE tidy() LANGUAGE sql AS 'DELETE FROM plain WHERE amount > 100';
CREATE AGGREGATE longest (text) (sfunc = textcat, stype = text, initcond = '');
CREATE OPERATOR === (leftarg = text, rightarg = text, function = texteq);
CREATE CAST (mood AS int) WITH INOUT;
CREATE TEXT SEARCH CONFIGURATION simpler (COPY = pg_catalog.simple);
CREATE PUBLICATION everything FOR TABLE plain (id, word) WHERE (id > 10);
