#!/bin/sh
# Cambium as it is installed: the runtime, the jars and the JVM's caches lie beside this file. Under the
# name cambium-workbench it opens the window.
set -eu
here=$(dirname "$(dirname "$(readlink -f "$0")")")
java=$here/runtime/bin/java

# One jar after the other, always in the same order: the caches are of this order.
classpath() {
  all=
  while read -r jar; do all=$all:$here/lib/$jar; done <"$here/lib/$1"
  echo "${all#:}"
}

engine_classpath=$(classpath engine.jars)
gui_classpath=$(classpath workbench.jars)
case $(basename "$0") in
  cambium-workbench)
    home=${CAMBIUM_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/cambium}
    set -- --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-XX:AOTCache=$here/cache/workbench.aot" -cp "$gui_classpath" \
      dev.cambium.gui.Workbench --home "$home" "$@"
    ;;
  *)
    # Ctrl-C in psql is psql's alone.
    for word; do
      if [ "$word" = psql ]; then trap '' INT; fi
    done
    terminal=
    if [ -t 1 ]; then terminal=-Dcambium.stdout.tty=true; fi
    # It has an engine that runs do the work, and else does it itself.
    set -- -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss512k \
      "-XX:SharedArchiveFile=$here/cache/cambium.jsa" -cp "$engine_classpath" \
      dev.cambium.engine.cli.HandOver "$@"
    if [ -n "$terminal" ]; then set -- "$terminal" "$@"; fi
    if [ -t 2 ]; then set -- -Dcambium.stderr.tty=true "$@"; fi
    ;;
esac
exec "$java" -Xlog:disable "-Dcambium.jvmopts=$here/engine.jvmopts" \
  "-Dcambium.engine.aot=$here/cache/engine.aot" \
  "-Dcambium.engine.classpath=$engine_classpath" \
  "-Dcambium.gui.classpath=$gui_classpath" \
  "-Dcambium.gui.aot=$here/cache/workbench.aot" "$@"
