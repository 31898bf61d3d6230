#!/bin/sh
# Shows in a minute what Sluice does: a Grafana workspace and Grafana Agent configurations follow a Git repository.
# Everything happens on this machine, without a network: the workspace is Sluice's own emulator.
# What a step ends with is read from the workspace and from the agents' files, not taken from Sluice's word.
# With --release it is the optimized program, as it is installed.
set -eu
case ${1-} in
  "") configuration=debug ;;
  --release) configuration=release ;;
  *) echo "usage: $0 [--release]" >&2; exit 2 ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
"$here/setup.sh" --demo
. "$here/toolchain.sh"
find_swift

echo "demo: building sluice; the first time takes some minutes"
swift build --package-path "$root" -c "$configuration" --product sluice
PATH=$(swift build --package-path "$root" -c "$configuration" --product sluice --show-bin-path):$PATH

place=$(mktemp -d "${TMPDIR:-/tmp}/sluice-demo.XXXXXX")
children=
finished=
bold= plain=
if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
  bold=$(printf '\033[1m')
  plain=$(printf '\033[0m')
fi

leave() {
  status=$?
  trap - EXIT INT TERM
  for child in $children; do kill "$child" 2>/dev/null || true; done
  for child in $children; do wait "$child" 2>/dev/null || true; done
  if [ -z "$finished" ]; then
    [ ! -s "$place/daemon.log" ] || { echo "demo: the end of the daemon's log:"; tail -n 20 "$place/daemon.log"; } >&2
    echo "demo: stopped early; what it made is in $place" >&2
    [ "$status" != 0 ] || status=1
  fi
  exit "$status"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

number=0
step() {
  number=$((number + 1))
  printf '\n%s%d. %s%s\n' "$bold" "$number" "$1" "$plain"
}
look() { printf '   look: %s\n' "$*"; }
command_line() { printf '   $ %s\n' "$*"; }
outcome() { sed 's/^/   > /'; }
shown() {
  command_line "$*"
  "$@" 2>&1 | outcome
}

# Waits until a command succeeds: await SECONDS WHAT COMMAND...
await() {
  deadline=$(($(date +%s) + $1))
  awaited=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    for child in $children; do
      kill -0 "$child" 2>/dev/null || { echo "demo: a program ended before $awaited" >&2 && exit 1; }
    done
    if [ "$(date +%s)" -ge "$deadline" ]; then
      echo "demo: waited in vain until $awaited" >&2
      exit 1
    fi
    sleep 0.1
  done
}

# The answer of the workspace to a GET.
workspace() { curl -sS --max-time 10 -u admin:demo "$grafana$1"; }
# One expression over the answer, `it` being the JSON.
pick() { python3 -c 'import json, sys; it = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"; }
cpu='[p for p in it["dashboard"]["panels"] if p["title"] == "CPU"][0]["targets"][0]["expr"]'
read_back() {
  command_line "curl -u admin:demo '$grafana$1'"
  workspace "$1" | pick "$2" | outcome
}
workspace_says() { [ "$(workspace "$1" | pick "$2")" = "$3" ]; }

cd "$place"
export HOME="$place" GIT_CONFIG_NOSYSTEM=1
git config --global user.name "Demo"
git config --global user.email demo@example.org
git config --global init.defaultBranch main
git config --global advice.detachedHead false

# ---------------------------------------------------------------------------------------------------------------
step "A workspace, and a repository that says what belongs into it"
look "the emulator answers as Grafana 12.4 does; the repository is sample-repo/, pointed at it"
command_line "sluice emulate grafana --listen 127.0.0.1:0 --grafana-version 12.4 --admin-password demo &"
sluice emulate grafana --listen 127.0.0.1:0 --grafana-version 12.4 --admin-password demo -o json >emulator.json &
children="$children $!"
await 20 "the emulator listens" test -s emulator.json
grafana=$(pick 'it["url"]' <emulator.json)
workspace /api/health | pick '"Grafana", it["version"], "answers at '"$grafana"'"' | tr -d "(),'" | outcome

git init -q --bare config.git
cp -r "$root/sample-repo" config
cd config
git init -q
sed -i "s#url: https://g-0a1b2c3d4e.grafana-workspace.eu-central-1.amazonaws.com#url: $grafana#" clusters/prod/grafana.yaml
git add .
git commit -qm "Begin with the sample"
git remote add origin "$place/config.git"
shown git push -q -u origin main
shown git log --oneline
cd ..

# The token that the workspace gives for Sluice goes where `apiKey` in clusters/prod/grafana.yaml looks for it.
account=$(curl -sS -u admin:demo -H 'Content-Type: application/json' \
  -d '{"name": "sluice", "role": "Admin"}' "$grafana/api/serviceaccounts" | pick 'it["id"]')
mkdir -p secrets/monitoring/grafana-token
(
  umask 077
  curl -sS -u admin:demo -H 'Content-Type: application/json' -d '{"name": "demo"}' \
    "$grafana/api/serviceaccounts/$account/tokens" | pick 'it["key"]' >secrets/monitoring/grafana-token/token
)

# ---------------------------------------------------------------------------------------------------------------
step "What would happen"
look "a plan changes nothing; exit status 2 says that there is something to do"
following="--url file://$place/config.git --branch main --path clusters/prod --environment prod --state $place/state
  --secrets $place/secrets --agent-output $place/agents"
command_line "sluice plan --details none $(echo $following)"
status=0
sluice plan --details none $following >plan.txt 2>&1 || status=$?
outcome <plan.txt
echo "exit status $status" | outcome
[ "$status" = 2 ]

# ---------------------------------------------------------------------------------------------------------------
step "The daemon, and the first convergence"
look "the workspace was empty; now it holds what the repository says, and the agents have their files"
command_line "sluice run --interval 1s --listen 127.0.0.1:0 $(echo $following) &"
sluice run --interval 1s --listen 127.0.0.1:0 $following 2>daemon.log &
children="$children $!"
await 20 "the workspace has all seven dashboards" workspace_says "/api/search?type=dash-db" 'len(it)' 7
agent=agents/monitoring/grafana-agent
await 20 "the agents have their files" test -s $agent/integrations-ds/agent.yml
read_back "/api/search?type=dash-db" '"\n".join(sorted(d["folderTitle"] + " / " + d["title"] for d in it))'
read_back /api/datasources '"\n".join(sorted(d["name"] + " (" + d["type"] + ")" for d in it))'
command_line "find agents -name agent.yml -printf '%m %p\\n'"
find agents -name agent.yml -printf '%m %p\n' | sort -k2 | outcome
command_line "sed -n '/^integrations:/,/zfs/p' $agent/integrations-ds/agent.yml"
sed -n '/^integrations:/,/zfs/p' $agent/integrations-ds/agent.yml | outcome
workspace /api/dashboards/uid/node-overview | pick "$cpu" >cpu.before
cp $agent/integrations-ds/agent.yml agent.before

# ---------------------------------------------------------------------------------------------------------------
step "git push: the workspace and the agent file follow"
look "one commit changes a query of a dashboard and a setting of the node_exporter integration"
cd config
sed -i 's/"expr": "avg by (instance) (rate(node_cpu_seconds_total/"expr": "max by (instance) (rate(node_cpu_seconds_total/' \
  clusters/prod/dashboards/node-overview.yaml
sed -i 's/disable_collectors: \[mdadm, nfs, nfsd, zfs\]/disable_collectors: [mdadm, zfs]/' clusters/prod/agent/integrations.yaml
git commit -qam "Show the busiest core, collect NFS again"
shown git diff --stat HEAD~1
shown git push -q
cd ..
cpu_is() { workspace /api/dashboards/uid/node-overview | pick "$cpu" | grep -q "^$1 by"; }
await 20 "the dashboard shows the new query" cpu_is max
await 20 "the agent file has changed" sh -c "! cmp -s $agent/integrations-ds/agent.yml agent.before"
read_back /api/dashboards/uid/node-overview "$cpu"
read_back /api/dashboards/uid/node-overview/versions \
  '(it["versions"] if isinstance(it, dict) else it)[0]["message"]'
command_line "diff agent.before $agent/integrations-ds/agent.yml"
{ diff agent.before $agent/integrations-ds/agent.yml || true; } | outcome

# ---------------------------------------------------------------------------------------------------------------
step "Somebody edits in Grafana, and on the agent's disk: drift is found and repaired"
look "the title comes back in the workspace, the line comes back on disk, and the log tells who edited what"
workspace /api/dashboards/uid/node-overview |
  python3 -c 'import json, sys; it = json.load(sys.stdin); it["dashboard"]["title"] = "My dashboard"
json.dump({"dashboard": it["dashboard"], "folderUid": it["meta"]["folderUid"], "overwrite": True}, sys.stdout)' >edit.json
command_line "curl -u admin:demo -d @edit.json $grafana/api/dashboards/db"
curl -sS -u admin:demo -H 'Content-Type: application/json' -d @edit.json "$grafana/api/dashboards/db" |
  pick '"saved by hand as version", it["version"]' | tr -d "(),'" | outcome
cp $agent/integrations-ds/agent.yml agent.wanted
command_line "sed -i '/metrics_instance/d' $agent/integrations-ds/agent.yml"
sed -i '/metrics_instance/d' $agent/integrations-ds/agent.yml
title='it["dashboard"]["title"]'
await 20 "the title is back" workspace_says /api/dashboards/uid/node-overview "$title" "Node overview"
await 20 "the agent file is back" cmp -s $agent/integrations-ds/agent.yml agent.wanted
read_back /api/dashboards/uid/node-overview "$title"
shown cmp agent.wanted $agent/integrations-ds/agent.yml
echo "the agent file is as committed" | outcome
command_line "grep 'msg=\"repaired' daemon.log"
grep 'msg="repaired' daemon.log | outcome

# ---------------------------------------------------------------------------------------------------------------
step "A broken manifest: only it is held back"
look "one commit breaks a dashboard and renames another; the broken one keeps its last good version"
cd config
sed -i '0,/"panels": \[/s//"panels": [ oops/' clusters/prod/dashboards/amp-usage.yaml
sed -i 's/"title": "MySQL"/"title": "MySQL servers"/' clusters/prod/dashboards/mysql.yaml
git commit -qam "Rename a dashboard, break another"
shown git push -q
cd ..
await 20 "the renamed dashboard is there" workspace_says /api/dashboards/uid/mysql-overview "$title" "MySQL servers"
read_back /api/dashboards/uid/mysql-overview "$title"
read_back /api/dashboards/uid/amp-usage '"%s: %d panels, as before" % (it["dashboard"]["title"], len(it["dashboard"]["panels"]))'
shown sluice status --state state
command_line "sluice validate config/clusters/prod"
{ sluice validate config/clusters/prod 2>&1 || true; } | outcome

# ---------------------------------------------------------------------------------------------------------------
step "git revert: everything returns"
look "the query and the title of the beginning, the agent file byte for byte"
cd config
git revert --no-edit HEAD HEAD~1 >/dev/null
shown git log --oneline
shown git push -q
cd ..
await 20 "the old query is back" cpu_is avg
await 20 "the old title is back" workspace_says /api/dashboards/uid/mysql-overview "$title" "MySQL"
await 20 "the old agent file is back" cmp -s $agent/integrations-ds/agent.yml agent.before
read_back /api/dashboards/uid/node-overview "$cpu"
workspace /api/dashboards/uid/node-overview | pick "$cpu" | cmp - cpu.before
shown cmp agent.before $agent/integrations-ds/agent.yml
echo "the dashboard and the agent file equal what they were at first" | outcome

# ---------------------------------------------------------------------------------------------------------------
step "What Sluice says about it: notes on the commits, status, why"
look "each commit carries what it did; nothing of this was needed for the checks above"
cd config
note_is_there() { git fetch -q origin '+refs/notes/sluice:refs/notes/sluice' && git notes --ref sluice show HEAD; }
await 20 "the last commit has its note" note_is_there
command_line "git log --notes=sluice -4 | cut -c 1-140"
git log --notes=sluice -4 | cut -c 1-140 | outcome
cd ..
shown sluice status --state state
shown sluice why dashboard/node-overview --state state
pages=$(sed -n 's/.*msg=listening url=//p' daemon.log)
shown curl -sS --max-time 10 "$pages/readyz"
command_line "curl $pages/metrics | grep ^sluice_"
curl -sS --max-time 10 "$pages/metrics" | grep '^sluice_' | head -n 8 | outcome

finished=yes
printf '\n%sShown: first convergence, push, repair of two edits, one broken manifest held back, revert.%s ' "$bold" "$plain"
printf 'Nothing is left running; rm -r %s removes what it made.\n' "$place"
