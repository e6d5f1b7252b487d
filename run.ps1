# Windows: install what is missing, then start Rollcall: .\run.ps1 [RTSP-URL ...] [--gallery DIR]  (.\run.ps1 --help tells all)
$ErrorActionPreference = "Stop"
$lock = Join-Path $PSScriptRoot "requirements\run.lock"
$venv = Join-Path $PSScriptRoot ".venv"
$python = Join-Path $venv "Scripts\python.exe"
$stamp = Join-Path $venv ".rollcall-installed"

function Stop-WithMessage($words) {
    [Console]::Error.WriteLine("rollcall: $words")
    exit 1
}

if (-not (Test-Path $python)) {
    $found = Get-Command $(if ($env:PYTHON) { $env:PYTHON } else { "python" }) -ErrorAction SilentlyContinue
    if (-not $found) { Stop-WithMessage "needs Python 3.11 to 3.14 from python.org or 'winget install Python.Python.3.13', then try again." }
    & $found.Source -c "import sys; sys.exit(sys.version_info < (3, 11) or sys.maxsize < 2**32)"
    if ($LASTEXITCODE) { Stop-WithMessage "needs 64-bit Python 3.11 or newer; '$($found.Source)' is not. Set PYTHON to one that is." }
    & $found.Source -m venv $venv
    if ($LASTEXITCODE) { Stop-WithMessage "could not make $venv; Python's message stands above." }
}
$fingerprint = (Get-FileHash $lock).Hash + (Get-FileHash (Join-Path $PSScriptRoot "pyproject.toml")).Hash
if (-not (Test-Path $stamp) -or (Get-Content $stamp) -ne $fingerprint) {
    Write-Output "Installing the Python packages of $lock into $venv"
    & $python -m pip install --quiet --disable-pip-version-check --require-hashes -r $lock
    if ($LASTEXITCODE) { Stop-WithMessage "pip could not install $lock; its message stands above." }
    & $python -m pip install --quiet --disable-pip-version-check --no-deps -e $PSScriptRoot
    if ($LASTEXITCODE) { Stop-WithMessage "pip could not install Rollcall itself; its message stands above." }
    Set-Content $stamp $fingerprint
}
# Names in Korean, whatever code page the console has.
$env:PYTHONUTF8 = "1"
& (Join-Path $venv "Scripts\rollcall.exe") run @args
exit $LASTEXITCODE
