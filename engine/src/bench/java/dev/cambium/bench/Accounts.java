package dev.cambium.bench;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/**
 * A bank, as pgbench has one, for what is written in measurements of history: a transaction updates
 * one random account and inserts one row.
 *
 * @param rows how many accounts there are
 */
record Accounts(int rows) {

    /** What makes the tables and fills them, ending with a checkpoint. */
    List<String> made() {
        return List.of(
                "create table account (id int primary key, balance bigint, filler text)",
                "insert into account select i, 0, repeat('x', 84) from generate_series(1, %d) i"
                        .formatted(rows),
                "create table history (id int, delta bigint, at timestamptz, filler text)",
                "vacuum analyze account",
                "checkpoint");
    }

    /** Does one transaction, in one round trip. */
    void transact(Statement statement, Random random) throws SQLException {
        int id = 1 + random.nextInt(rows);
        statement.execute(
                "begin; update account set balance = balance + 1 where id = %d; insert into history values (%d, 1, now(), 'twenty-two characters.'); commit"
                        .formatted(id, id));
    }
}
