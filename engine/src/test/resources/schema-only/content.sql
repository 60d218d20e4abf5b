-- What must not come along, a word for each place where it can be, and more schema around it.
CREATE TABLE parts (region text, id int, word text, PRIMARY KEY (region, id))
  PARTITION BY LIST (region);
CREATE TABLE parts_north PARTITION OF parts FOR VALUES IN ('north');
CREATE TABLE parts_rest PARTITION OF parts DEFAULT;
CREATE TABLE of_parts (region text, id int, k int,
  FOREIGN KEY (region, id) REFERENCES parts, PRIMARY KEY (k, region)) PARTITION BY HASH (k);
CREATE TABLE of_parts_0 PARTITION OF of_parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE of_parts_1 PARTITION OF of_parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE of_of_parts (k int, region text, FOREIGN KEY (k, region) REFERENCES of_parts);
INSERT INTO parts SELECT 'north', g, 'kanari_partition' FROM generate_series(1, 50) g;
INSERT INTO of_parts SELECT 'north', g, g FROM generate_series(1, 50) g;
INSERT INTO of_of_parts SELECT g, 'north' FROM generate_series(1, 50) g;

INSERT INTO plain (word, amount) SELECT 'kanari_row', g FROM generate_series(1, 3) g;
INSERT INTO plain (word, amount) VALUES ('kanari_deleted', 1), ('kanari_updated', 2);
DELETE FROM plain WHERE word = 'kanari_deleted';
UPDATE plain SET word = 'afterwards' WHERE word = 'kanari_updated';
INSERT INTO plain (word, amount) VALUES ('kanari_materialized', 1);
REFRESH MATERIALIZED VIEW digest;

CREATE TABLE statistic (word text, other int);
INSERT INTO statistic SELECT 'kanari_statistic', g % 3 FROM generate_series(1, 300) g;
INSERT INTO statistic SELECT 'kanari_extended_statistic', 7 FROM generate_series(1, 300) g;
CREATE STATISTICS pairs (mcv) ON word, other FROM statistic;
ANALYZE;

CREATE TABLE toasted (word text);
ALTER TABLE toasted ALTER COLUMN word SET STORAGE EXTERNAL;
INSERT INTO toasted
  SELECT 'kanari_toasted.' || string_agg(md5(g::text), '') FROM generate_series(1, 1000) g;
CREATE TABLE zipped (word text);
INSERT INTO zipped VALUES ('kanari_zipped' || repeat('many of the same ', 10000));

CREATE TABLE dropped (id int, word text);
INSERT INTO dropped VALUES (1, 'kanari_dropped_column');
ALTER TABLE dropped DROP COLUMN word;
CREATE TABLE missing (id int);
INSERT INTO missing VALUES (1);
ALTER TABLE missing ADD COLUMN word text DEFAULT 'kanari_missing_value';
ALTER TABLE missing ALTER COLUMN word DROP DEFAULT;
INSERT INTO fleeting (word) VALUES ('kanari_unlogged');
INSERT INTO guarded VALUES (1);
INSERT INTO a VALUES (1, 1);
INSERT INTO b VALUES (1, 1);
INSERT INTO sales.bookings VALUES (1, '[2026-01-01,2026-01-02)');
CREATE TABLE tagged (words text[]);
CREATE INDEX ON tagged USING gin (words);
INSERT INTO tagged VALUES ('{kanari_gin}');
CREATE TABLE ranged (word text);
CREATE INDEX ON ranged USING brin (word);
CREATE INDEX ON ranged USING hash (word);
CREATE INDEX ON ranged USING spgist (word);
CREATE INDEX ON ranged USING gist (word gist_trgm_ops);
INSERT INTO ranged VALUES ('kanari_brin');
CREATE SEQUENCE far MAXVALUE 9000000000000000000;
SELECT setval('far', 105665632668951057);
SELECT nextval('counted'), nextval('counted');

CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw
  OPTIONS (host 'localhost', port '${port}', dbname 'shop');
CREATE USER MAPPING FOR cambium SERVER elsewhere OPTIONS (user 'cambium', password '${password}');
CREATE USER MAPPING FOR reader SERVER elsewhere
  OPTIONS (user 'reader', password 'kanari_password');
CREATE TABLE remote_rows (region text, id int, word text);
INSERT INTO remote_rows SELECT 'away', g, 'remote' FROM generate_series(1, 3) g;
CREATE FOREIGN TABLE far_away (region text, id int, word text) SERVER elsewhere
  OPTIONS (table_name 'remote_rows');
CREATE TABLE regions (region text, id int, word text) PARTITION BY LIST (region);
CREATE TABLE regions_here PARTITION OF regions FOR VALUES IN ('here');
CREATE FOREIGN TABLE regions_away PARTITION OF regions FOR VALUES IN ('away') SERVER elsewhere
  OPTIONS (table_name 'remote_rows');
CREATE SUBSCRIPTION distant CONNECTION 'password=kanari_connection host=nowhere.invalid'
  PUBLICATION everything WITH (connect = false);
