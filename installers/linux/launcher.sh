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

# Starts a JVM that may have to start an engine or the window in turn.
start() {
  exec "$java" -Xlog:disable "-Dcambium.jvmopts=$here/engine.jvmopts" \
    "-Dcambium.engine.aot=$here/cache/engine.aot" \
    "-Dcambium.engine.classpath=$(classpath engine.jars)" \
    "-Dcambium.gui.classpath=$(classpath workbench.jars)" \
    "-Dcambium.gui.aot=$here/cache/workbench.aot" "$@"
}

case $(basename "$0") in
  cambium-workbench)
    home=${CAMBIUM_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/cambium}
    start --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-XX:AOTCache=$here/cache/workbench.aot" \
      -cp "$(classpath workbench.jars)" dev.cambium.gui.Workbench --home "$home" "$@"
    ;;
esac

# Ctrl-C in psql is psql's alone.
for word; do
  if [ "$word" = psql ]; then trap '' INT; fi
done
own=
if [ "${1:-}" = --here ]; then
  own=yes
  shift
  set -- dev.cambium.engine.cli.Cambium "$@"
else
  set -- dev.cambium.engine.cli.HandOver "$@"
fi
if [ -t 1 ]; then set -- -Dcambium.stdout.tty=true "$@"; fi
if [ -t 2 ]; then set -- -Dcambium.stderr.tty=true "$@"; fi
if [ -n "$own" ]; then
  start -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss512k "-XX:AOTCache=$here/cache/command.aot" \
    -cp "$(classpath engine.jars)" "$@"
fi
# It has an engine that runs do the work. What it cannot hand over, it asks this script to run --here.
exec "$java" -Xlog:disable -Xint -XX:+UseSerialGC -Xms8m -Xmx64m -XX:-UsePerfData -Xss512k \
  -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 --enable-native-access=ALL-UNNAMED \
  "-XX:AOTCache=$here/cache/hand-over.aot" "-Dcambium.script=$here/bin/cambium" \
  -cp "$(echo "$here"/lib/cambium-engine-*.jar)" "$@"
