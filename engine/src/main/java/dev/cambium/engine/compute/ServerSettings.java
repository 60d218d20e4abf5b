package dev.cambium.engine.compute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a user sets for a server, given to it on its command line, before what safety needs.
 *
 * @param settings by name
 * @param preloadLibraries for shared_preload_libraries
 */
public record ServerSettings(Map<String, String> settings, List<String> preloadLibraries) {

    /** Nothing is set. */
    public static final ServerSettings NONE = new ServerSettings(Map.of(), List.of());

    /** Set by the engine itself: data would be in danger, or the compute out of reach. */
    private static final Set<String> RESERVED =
            Set.of(
                    "config_file",
                    "data_directory",
                    "external_pid_file",
                    "hba_file",
                    "ident_file",
                    "listen_addresses",
                    "port",
                    "unix_socket_directories",
                    "unix_socket_group",
                    "unix_socket_permissions",
                    "cluster_name",
                    "log_destination",
                    "logging_collector",
                    "log_line_prefix",
                    "lc_messages",
                    "ssl",
                    "ssl_cert_file",
                    "ssl_key_file",
                    "ssl_ca_file",
                    "ssl_crl_file",
                    "ssl_crl_dir",
                    "shared_preload_libraries",
                    "summarize_wal", // it would stop at the hole of a new branch's WAL
                    "restart_after_crash",
                    "primary_conninfo",
                    "hot_standby",
                    "wal_receiver_create_temp_slot",
                    "wal_retrieve_retry_interval",
                    "primary_slot_name",
                    "restore_command",
                    "archive_command",
                    "archive_library",
                    "zero_damaged_pages",
                    "ignore_checksum_failure",
                    "ignore_invalid_pages",
                    "ignore_system_indexes",
                    "allow_in_place_tablespaces",
                    "allow_system_table_mods");

    /** Of the bundle's libraries, those that are meant to be loaded at the start of a server. */
    private static final Set<String> PRELOADABLE =
            Set.of(
                    "auth_delay",
                    "auto_explain",
                    "passwordcheck",
                    "pg_overexplain",
                    "pg_prewarm",
                    "pg_stat_statements");

    public ServerSettings {
        settings = Map.copyOf(settings);
        preloadLibraries = List.copyOf(preloadLibraries);
    }

    /**
     * Refuses what the engine sets itself, and libraries that are not in the bundle. An installed
     * Postgres may have any: that it finds them is left to the trial.
     *
     * @throws ComputeException with a sentence that names it
     */
    void requireAllowed(PostgresBinaries binaries) throws ComputeException {
        requireAllowedNames();
        for (String library : preloadLibraries) {
            if (binaries.installed() && library.matches("[A-Za-z0-9_.-]{1,63}")) {
                continue;
            }
            if (!PRELOADABLE.contains(library)) {
                throw new ComputeException(
                        "'%s' is not among the libraries that can be preloaded: %s."
                                .formatted(
                                        library,
                                        String.join(", ", PRELOADABLE.stream().sorted().toList())));
            }
        }
    }

    /** The part of it that asks for no server. */
    void requireAllowedNames() throws ComputeException {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String name = setting.getKey();
            if (!name.matches("[A-Za-z_][A-Za-z0-9_.$]{0,62}")) {
                throw new ComputeException("'%s' is not the name of a setting.".formatted(name));
            }
            String plain = name.toLowerCase(Locale.ROOT);
            if (RESERVED.contains(plain)
                    || plain.startsWith("recovery_")
                    || ComputeSettings.safety().containsKey(plain)) {
                throw new ComputeException(
                        "'%s' is set by the engine itself and cannot be set here.".formatted(name));
            }
            if (setting.getValue().indexOf('\0') >= 0) {
                throw new ComputeException("The value of '%s' holds a zero byte.".formatted(name));
            }
        }
    }

    /** As they go on the command line. */
    Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>(settings);
        if (!preloadLibraries.isEmpty()) {
            arguments.put("shared_preload_libraries", String.join(",", preloadLibraries));
        }
        return arguments;
    }
}
