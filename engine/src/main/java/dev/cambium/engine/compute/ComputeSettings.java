package dev.cambium.engine.compute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a compute is told on its command line, which beats postgresql.conf and ALTER SYSTEM. */
final class ComputeSettings {

    /** Limits that must not be lower than those of the servers that wrote the WAL. */
    private static final Set<String> LEAST =
            Set.of(
                    "max_connections",
                    "max_worker_processes",
                    "max_wal_senders",
                    "max_prepared_transactions",
                    "max_locks_per_transaction");

    /** Settings of ours that older versions do not have, and the first that has them. */
    private static final Map<String, Integer> SINCE =
            Map.of("file_copy_method", 18, "summarize_wal", 17);

    private ComputeSettings() {}

    /**
     * @param major of the Postgres that is told
     * @param needed what this start needs
     */
    static List<String> arguments(ComputePlan plan, int major, Map<String, String> needed) {
        ComputeAddress address = plan.address();
        ComputeFolders folders = plan.folders();
        ServerSettings chosen = plan.settings().get();
        List<String> arguments = new ArrayList<>(List.of("-D", plan.dataFolder().toString()));
        Map<String, String> settings = new LinkedHashMap<>(chosen.arguments());
        settings.putAll(safety());
        settings.putAll(plan.purpose().settings());
        needed.forEach((key, value) -> settings.put(key, needed(key, value, chosen)));
        SINCE.forEach((name, first) -> removeIf(major < first, settings, name));
        settings.put("listen_addresses", address.overTcp() ? ComputeAddress.HOST : "");
        settings.put("port", Integer.toString(address.port()));
        settings.put("unix_socket_directories", folders.sockets().toString());
        settings.put("hba_file", folders.hostRules().toString());
        if (address.overTcp()) {
            settings.put("ssl", "on");
            settings.put("ssl_cert_file", folders.certificate().file().toString());
            settings.put("ssl_key_file", folders.certificate().keyFile().toString());
        }
        settings.put("cluster_name", plan.name());
        // Reading ahead asks FUSE for blocks that whole pages in WAL write over: replay took 3.1 s
        // with it and 2.4 s without, of 256 MB (docs/measurements.md).
        settings.put("recovery_prefetch", "off");
        settings.put("log_destination", "stderr");
        settings.put("logging_collector", "off");
        settings.put("log_line_prefix", "%m [%p] ");
        settings.put("lc_messages", "C"); // the engine reads the line that says it is ready
        settings.forEach((key, value) -> arguments.addAll(List.of("-c", key + "=" + value)));
        return arguments;
    }

    private static void removeIf(boolean unknown, Map<String, String> settings, String name) {
        if (unknown) {
            settings.remove(name);
        }
    }

    /** What replay needs at least may be more; anything else that is needed is needed as it is. */
    private static String needed(String name, String value, ServerSettings chosen) {
        String more = chosen.settings().get(name);
        if (more == null || !LEAST.contains(name) || !more.matches("[0-9]{1,9}")) {
            return value;
        }
        return Integer.parseInt(more) > Integer.parseInt(value) ? more : value;
    }

    /** Without any of these a point in time, or a committed row, could be lost. */
    static Map<String, String> safety() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fsync", "on");
        settings.put("full_page_writes", "on");
        settings.put("wal_level", "logical"); // minimal would make COPY invisible to points
        settings.put("wal_recycle", "off"); // a recycled segment may be linked into a child
        settings.put("wal_init_zero", "off");
        settings.put("wal_keep_size", "2147483647"); // the engine alone removes WAL
        settings.put("archive_mode", "off");
        settings.put("recovery_init_sync_method", "syncfs"); // the volume's barrier did the rest
        settings.put("file_copy_method", "copy");
        settings.put("password_encryption", "scram-sha-256");
        return settings;
    }
}
