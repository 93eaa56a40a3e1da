\i other.sql
CALL f();
DROP TYPE mood CASCADE