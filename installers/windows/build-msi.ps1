# UNTESTED: builds an .msi with jpackage, on Windows with JDK 25, Maven and the WiX toolset. The engine itself
# does not run on Windows in this version (its Postgres and its FUSE are Linux's); the window can be pointed at
# an engine elsewhere, for example in WSL, with --api-url and --api-key.
param([string]$Out = "$PSScriptRoot\..\..\target")
$ErrorActionPreference = "Stop"
$root = Resolve-Path "$PSScriptRoot\..\.."
$version = ([xml](Get-Content "$root\pom.xml")).project.version
Push-Location $root
try { mvn -q -B "-Dmaven.test.skip=true" package } finally { Pop-Location }
$in = New-Item -ItemType Directory -Path (Join-Path $env:TEMP ([guid]::NewGuid()))
try {
    Copy-Item "$root\gui\target\cambium-gui-*.jar", "$root\gui\target\lib\*.jar" $in
    jpackage --type msi --dest $Out --name Cambium --app-version $version --input $in `
        --main-jar "cambium-gui-$version.jar" --main-class dev.cambium.gui.Workbench `
        --win-menu --win-shortcut --win-per-user-install `
        --java-options --enable-native-access=ALL-UNNAMED `
        --java-options --sun-misc-unsafe-memory-access=allow --java-options -XX:+UseSerialGC
} finally { Remove-Item -Recurse $in }
