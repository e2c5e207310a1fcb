# Sourced by ./run and ./test: checks requirements and prints what to do about missing ones.

need_dotnet() {
    if ! command -v dotnet > /dev/null; then
        echo "The .NET 10 SDK is missing. Install the package dotnet-sdk-10.0, or see https://dotnet.microsoft.com/download/dotnet/10.0"
        return 1
    fi
    if ! dotnet --list-sdks | grep -q '^10\.'; then
        echo "The .NET SDK here is not version 10 ($(dotnet --version 2> /dev/null)). Install the package dotnet-sdk-10.0, or see https://dotnet.microsoft.com/download/dotnet/10.0"
        return 1
    fi
}

# Sets POCKITECT_PYTHON to a Python with the sandbox's packages, in its own environment if the system's lacks them.
need_sandbox_python() {
    local wanted
    wanted=$(sed -n 's/^moto\[[^]]*\]==//p' sandbox/requirements.txt)
    if ! command -v python3 > /dev/null; then
        echo "The sandbox needs Python 3.10 or newer. Install the packages python3, python3-venv and python3-pip."
        return 1
    fi
    local has="import importlib.metadata as m, sys; sys.exit(m.version('moto') != '$wanted')"
    if python3 -c "$has" 2> /dev/null; then
        POCKITECT_PYTHON=$(command -v python3)
    else
        local venv=artifacts/sandbox-venv
        if ! "$venv/bin/python" -c "$has" 2> /dev/null; then
            echo "Setting up the sandbox's Python packages (moto $wanted) in $venv, once …"
            if ! { python3 -m venv "$venv" && "$venv/bin/python" -m pip install --quiet -r sandbox/requirements.txt; }; then
                echo "That did not work. Install the packages python3-venv and python3-pip, see that the network is there, and try again."
                return 1
            fi
        fi
        POCKITECT_PYTHON=$PWD/$venv/bin/python
    fi
    export POCKITECT_PYTHON
}

# The app's tests drive a real browser.
need_chromium() {
    command -v chromium > /dev/null && return
    echo "Installing the browser Chromium (the package chromium) …"
    if [ "$(id -u)" -eq 0 ] && apt-get update -q > /dev/null && apt-get install -y -q chromium > /dev/null; then return; fi
    echo "That did not work. Install the package chromium: sudo apt-get install chromium"
    return 1
}

# The app's own window opens on a virtual display.
need_xvfb() {
    command -v Xvfb > /dev/null && return
    echo "Installing a display for the window's test (the package xvfb) …"
    if [ "$(id -u)" -eq 0 ] && apt-get update -q > /dev/null && apt-get install -y -q xvfb > /dev/null; then return; fi
    echo "That did not work. Install the package xvfb: sudo apt-get install xvfb"
    return 1
}

# Tests read generated keys with ssh-keygen.
need_ssh_keygen() {
    command -v ssh-keygen > /dev/null && return
    echo "Installing ssh-keygen (the package openssh-client) …"
    if [ "$(id -u)" -eq 0 ] && apt-get update -q > /dev/null && apt-get install -y -q openssh-client > /dev/null; then return; fi
    echo "That did not work. Install the package openssh-client: sudo apt-get install openssh-client"
    return 1
}

# Tests store secrets in a real keyring, in their own D-Bus session.
need_keyring() {
    if command -v gnome-keyring-daemon > /dev/null && command -v dbus-run-session > /dev/null && ldconfig -p | grep -q 'libsecret-1\.so\.0'; then return; fi
    echo "Installing a keyring (the packages libsecret-1-0, gnome-keyring and dbus) …"
    if [ "$(id -u)" -eq 0 ] && apt-get update -q > /dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q libsecret-1-0 gnome-keyring dbus > /dev/null; then return; fi
    echo "That did not work. Install the packages: sudo apt-get install libsecret-1-0 gnome-keyring dbus"
    return 1
}

# Tests start their own Redis for shared workers.
need_redis() {
    command -v redis-server > /dev/null && return
    echo "Installing Redis (the package redis-server) …"
    if [ "$(id -u)" -eq 0 ] && apt-get update -q > /dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q redis-server > /dev/null; then return; fi
    echo "That did not work. Install the package redis-server: sudo apt-get install redis-server"
    return 1
}
