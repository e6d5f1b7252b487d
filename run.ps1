# Windows: install what is missing, then start Rollcall: .\run.ps1 [RTSP-URL ...] [--gallery DIR]  (.\run.ps1 --help tells all)
$ErrorActionPreference = "Stop"
# The exit codes of programs are looked at below; newer versions of PowerShell can be set to end the script instead.
$PSNativeCommandUseErrorActionPreference = $false
$lock = Join-Path $PSScriptRoot "requirements\run.lock"
$venv = Join-Path $PSScriptRoot ".venv"
$python = Join-Path $venv "Scripts\python.exe"
$stamp = Join-Path $venv ".rollcall-installed"

function Stop-WithMessage($words) {
    [Console]::Error.WriteLine("rollcall: $words")
    exit 1
}

function Find-Python {
    $fits = "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15) or sys.maxsize < 2**32)"
    # "python" may be Windows' own alias, which only leads to its store; "py" finds what is not in PATH.
    $names = if ($env:PYTHON) { @($env:PYTHON) } else { @("python", "py") }
    foreach ($name in $names) {
        $found = Get-Command $name -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
        if ($found) {
            & $found.Source -c $fits | Out-Null
            if ($LASTEXITCODE -eq 0) { return $found.Source }
        }
    }
}

if (-not (Test-Path $python)) {
    $found = Find-Python
    if (-not $found) {
        $which = if ($env:PYTHON) { "'$env:PYTHON', which PYTHON names, is not" } else { "neither 'python' nor 'py' is" }
        Stop-WithMessage "needs Python 3.11 to 3.14, 64 bits, and $which. Take it from python.org or by 'winget install Python.Python.3.13', open a new window, then try again."
    }
    & $found -m venv $venv
    if ($LASTEXITCODE) { Stop-WithMessage "could not make $venv; Python's message stands above." }
}
$fingerprint = (Get-FileHash $lock).Hash + (Get-FileHash (Join-Path $PSScriptRoot "pyproject.toml")).Hash
if (-not (Test-Path $stamp) -or (Get-Content $stamp) -ne $fingerprint) {
    Write-Output "Installing the Python packages of $lock into $venv"
    # As in scripts/install: older versions of pip would run setup.py, and warn that this has no future.
    $env:PIP_USE_PEP517 = "1"
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
