\connect shop
CREATE TABLE t (a text);
COPY t (a) FROM stdin;
CREATE TABLE no (a int);
\.
CREATE TABLE s (a int); -- CREATE TABLE no (a int);
/* CREATE /* nested */ TABLE no (a int); */CREATE FUNCTION f() RETURNS void AS $body$ BEGIN; CREATE TABLE no (a int); END $body$ LANGUAGE plpgsql;INSERT INTO t VALUES ('CREATE TABLE no (a int);', E'\'; CREATE TABLE no (a int)')