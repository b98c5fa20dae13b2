import type { ProgramSpec, Spec } from "./options.ts";

/**
 * Programs whose first words name a command (`remote add`). Others can be plug-ins or aliases: any program.
 */

export interface VerbTable {
  common?: Spec;
  /** By words, separated by commas. */
  verbs: { [verbs: string]: ProgramSpec };
}

const plain: ProgramSpec = { operands: "nothing" };
const flagged = (flags: string, values: string = ""): ProgramSpec => ({ operands: "nothing", flags, values });

const docker: VerbTable = {
  verbs: {
    "ps,container ls": flagged(
      "-aqlsn --all --quiet --latest --size --no-trunc",
      "-f --filter --format --last",
    ),
    "images,image ls,volume ls,network ls,context ls": flagged(
      "-aq --all --quiet --no-trunc --digests",
      "-f --filter --format",
    ),
    logs: flagged("-ft --follow --timestamps --details", "-n --tail --since --until"),
    "inspect,image inspect,container inspect,network inspect,volume inspect": flagged(
      "-s --size",
      "-f --format --type",
    ),
    "stop,restart": flagged("", "-t -s --time --timeout --signal"),
    kill: flagged("", "-s --signal"),
    "start,pause,unpause,port,diff,history,top,wait,rename": plain,
    tag: { ...plain, fetches: true },
    "rm,container rm": flagged("-flv --force --link --volumes"),
    "rmi,image rm,volume rm,network rm": flagged("-f --force --no-prune"),
    push: flagged("-aq --all-tags --quiet", "--platform"),
    // Under the project's name for the image, the image is code of the project.
    pull: { ...flagged("-aq --all-tags --quiet", "--platform"), fetches: true },
    "version,info": flagged("", "-f --format"),
    stats: flagged("-a --all --no-stream --no-trunc", "--format"),
    "system df": flagged("-v --verbose", "--format"),
    "system prune,image prune,container prune,volume prune,network prune": flagged(
      "-af --all --force --volumes",
      "--filter",
    ),
    "volume create,network create": flagged("", "--name --label"),
    login: flagged("--password-stdin", "-u --username"),
    logout: plain,
    "compose ps,compose images,compose ls,compose top,compose version": flagged(
      "-aq --all --quiet --services",
      "--format --status",
    ),
    "compose logs": flagged(
      "-ft --follow --timestamps --no-color --no-log-prefix",
      "-n --tail --since --until",
    ),
    "compose stop,compose restart,compose rm,compose kill": flagged("-fsv --force --stop", "-t --timeout -s"),
    "compose down": flagged("-v --volumes --remove-orphans", "-t --timeout --rmi"),
    "compose up,compose start": {
      ...flagged(
        "-d --detach --build --no-build --force-recreate --no-recreate --remove-orphans --wait --no-deps --quiet-pull --abort-on-container-exit",
        "-t --timeout --scale --wait-timeout --pull --exit-code-from",
      ),
      runs: "project",
    },
    "compose build,compose pull": { ...flagged("-q --no-cache --pull --quiet --parallel"), runs: "project" },
    "compose config": { ...flagged("-q --quiet --services --volumes --images"), runs: "project" },
    build: {
      flags: "-q --no-cache --pull --quiet --rm --force-rm --load --progress=plain",
      values: "-t -f --tag --file --target --platform --build-arg --label --progress",
      operands: "reads",
      options: { reads: "-f --file", runsFiles: "-f --file" },
      matching: /^(?!-$)(?![a-z]+:\/\/|git@|github\.com)[\s\S]*$/,
      runs: "project",
    },
    cp: { flags: "-aLq --archive --follow-link --quiet", operands: "copies", fetches: true },
    save: { values: "-o --output", operands: "nothing", options: { writes: "-o --output" } },
    load: {
      fetches: true,
      values: "-i --input",
      operands: "none",
      options: { reads: "-i --input" },
      input: "always",
      inputUnless: "-i --input",
    },
  },
};

const manifests: ProgramSpec = {
  flags:
    "-Rk --recursive --dry-run= --prune --wait --force --now --all --ignore-not-found --server-side --overwrite --validate= --cascade --cascade=",
  values: "-f --filename -l --selector --timeout --grace-period --field-selector -o --output",
  operands: "nothing",
  options: { reads: "-f --filename -k --kustomize" },
};

const kubectl: VerbTable = {
  common: {
    flags: "--insecure-skip-tls-verify=false",
    values: "-n --namespace --context --cluster --request-timeout",
  },
  verbs: {
    get: flagged(
      "-AwRh --all-namespaces --watch --watch-only --show-labels --no-headers --ignore-not-found --show-kind",
      "-o -l -L -f --output --selector --label-columns --field-selector --sort-by --filename --chunk-size",
    ),
    describe: flagged("-A --all-namespaces --show-events", "-l -f --selector --filename"),
    logs: flagged(
      "-fp --follow --previous --timestamps --all-containers --prefix --ignore-errors",
      "-c -l --container --selector --since --since-time --tail --limit-bytes --max-log-requests",
    ),
    "apply,create,delete,replace": manifests,
    diff: { ...manifests },
    "rollout status,rollout history,rollout restart,rollout undo,rollout pause,rollout resume": flagged(
      "-w --watch",
      "--timeout --revision --to-revision -l --selector",
    ),
    scale: flagged("", "--replicas --current-replicas --timeout -l --selector"),
    autoscale: flagged("", "--min --max --cpu-percent"),
    "top pod,top pods,top node,top nodes": flagged(
      "-A --all-namespaces --containers --no-headers",
      "-l --selector --sort-by",
    ),
    version: flagged("--client --short", "-o --output"),
    "api-resources,api-versions,cluster-info": flagged(
      "--no-headers --namespaced=",
      "-o --output --api-group",
    ),
    explain: flagged("--recursive", "--api-version"),
    "label,annotate": flagged("--overwrite --all --list", "-l --selector"),
    "cordon,uncordon,taint": flagged("--overwrite", "-l --selector"),
    drain: flagged(
      "--ignore-daemonsets --delete-emptydir-data --force --disable-eviction",
      "--grace-period --timeout -l --selector --pod-selector",
    ),
    "auth can-i": flagged("-A --all-namespaces --list", "--as"),
    wait: flagged("--all", "--for --timeout -l -f --selector --filename"),
    expose: flagged("", "--port --target-port --name --type --protocol -l --selector"),
    "set image": flagged("--all", "-l --selector"),
    patch: flagged("", "-p --patch --type --subresource"),
    "config view,config current-context,config get-contexts,config use-context": flagged(
      "--minify --raw",
      "-o --output",
    ),
  },
};

const helm: VerbTable = {
  common: { values: "-n --namespace --kube-context" },
  verbs: {
    "list,ls": flagged(
      "-aAdqr --all --all-namespaces --short --failed --deployed",
      "-o -f -m --output --filter --max",
    ),
    "status,history": flagged("", "-o --output --revision --max"),
    "get values,get manifest,get notes,get all": flagged("-a --all", "-o --output --revision"),
    "search repo,search hub": flagged("-l --versions --devel", "-o --output --version"),
    "show values,show chart,show readme": flagged("", "--version"),
    "repo list,version": flagged("--short", "-o --output"),
    "uninstall,rollback": flagged("--wait --dry-run --keep-history --no-hooks", "--timeout"),
  },
};

const terraform: VerbTable = {
  common: { flags: "-version" },
  verbs: {
    version: plain,
    fmt: { operands: "writes", flags: "-recursive -check -diff", isLongDash: true },
    "show,output,graph": {
      operands: "nothing",
      flags: "-json -raw -no-color",
      isLongDash: true,
      runs: "project",
    },
    validate: { operands: "nothing", flags: "-json -no-color", isLongDash: true, runs: "project" },
    "state list,state show,workspace list,workspace show": plain,
    "workspace select,workspace new": plain,
  },
};

const gh: VerbTable = {
  common: { values: "-R --repo" },
  verbs: {
    "pr list,issue list,run list,release list,workflow list,label list,repo list,gist list": flagged(
      "--draft --archived --source --fork",
      "-L -s -l -a -A -S -B -H -w -b -u -e --limit --state --label --assignee --author --search --base --head --json --jq -q --template -t --workflow --branch --user --status --event --milestone",
    ),
    "pr view,issue view,run view,release view,repo view,workflow view": flagged(
      "-cv --comments --log --log-failed --verbose --exit-status --yaml",
      "-j --json --jq -q --template -t --job --attempt -b --branch",
    ),
    "pr diff,pr checks,pr status,issue status,status": flagged(
      "--name-only --patch --required --watch --fail-fast",
      "--json --jq -q --color --interval -i",
    ),
    "pr create,issue create": {
      ...flagged(
        "-df --draft --fill --fill-first --no-maintainer-edit",
        "-t -b -B -H -a -l -r -m -F --title --body --base --head --assignee --label --reviewer --milestone --project --body-file",
      ),
      options: { reads: "-F --body-file" },
    },
    "pr edit,issue edit": {
      ...flagged(
        "",
        "-t -b -B -F --title --body --base --body-file --add-label --remove-label --add-assignee --remove-assignee --add-reviewer --remove-reviewer --milestone",
      ),
      options: { reads: "-F --body-file" },
    },
    "pr comment,issue comment,pr review": {
      ...flagged("-arc --approve --request-changes --comment --edit-last", "-b -F --body --body-file"),
      options: { reads: "-F --body-file" },
    },
    "pr merge": flagged(
      "-dmrs --delete-branch --merge --rebase --squash --auto --admin",
      "-b -t -F --body --subject",
    ),
    "pr close,issue close,pr reopen,issue reopen,pr ready": flagged(
      "-d --delete-branch --undo",
      "-c -r --comment --reason",
    ),
    "pr checkout": { ...flagged("-f --force --detach --recurse-submodules", "-b --branch"), fetches: true },
    "run watch,run rerun,run cancel": flagged("--exit-status --failed --debug", "-i --interval -j --job"),
    "workflow run,workflow enable,workflow disable": flagged("", "-f -F -r --field --raw-field --ref"),
    "release create": {
      ...flagged(
        "-dp --draft --prerelease --generate-notes --latest",
        "-t -n -F --title --notes --notes-file --target",
      ),
      operands: "reads",
      options: { reads: "-F --notes-file" },
    },
    "release download": {
      ...flagged("--clobber --skip-existing", "-p -D -O -A --pattern --dir --output --archive"),
      fetches: true,
    },
    "release delete": flagged("-y --yes --cleanup-tag"),
    "repo clone": { operands: "nothing", fetches: true },
    "auth status": flagged("-t --show-token --active", "-h --hostname"),
    "label create": flagged("-f --force", "-c -d --color --description"),
    "search repos,search issues,search prs,search code": flagged(
      "",
      "-L --limit --owner --language --state --json --jq --repo --sort",
    ),
  },
};

const ip: VerbTable = {
  common: {
    flags:
      "-4 -6 -br -brief -c -color -j -json -p -pretty -s -stats -o -oneline -d -details -a -all --brief --json",
    isLongDash: true,
  },
  verbs: {
    "a,addr,address,l,link,r,route,n,neigh,rule": { operands: "none" },
    "a show,addr show,address show,l show,link show,r show,route show,n show,neigh show,rule show,a list,addr list,link list,route list,neigh list,rule list":
      { operands: "nothing", matching: /^(?!e|netns|vrf)/ },
    "route get": plain,
  },
};

const aws: VerbTable = {
  common: {
    flags: "--no-cli-pager --no-paginate --debug",
    values: "--profile --region --output --query",
  },
  verbs: {
    "s3 ls": flagged("--recursive --human-readable --summarize"),
    "s3 cp,s3 mv,s3 sync": {
      flags:
        "--recursive --quiet --dryrun --delete --only-show-errors --no-progress --exact-timestamps --size-only",
      values: "--exclude --include --acl --storage-class --content-type --cache-control --sse",
      operands: "copies",
      fetches: true,
    },
    "s3 rm,s3 rb": {
      flags: "--recursive --quiet --dryrun --force",
      values: "--exclude --include",
      operands: "deletes",
    },
    "s3 mb": plain,
    "sts get-caller-identity": plain,
    "ec2 describe-instances,ec2 describe-security-groups,ec2 describe-vpcs,ec2 describe-subnets": flagged(
      "",
      "--filters --instance-ids --group-ids --max-items",
    ),
    "logs describe-log-groups,logs describe-log-streams": flagged(
      "",
      "--log-group-name --log-group-name-prefix --max-items",
    ),
    "logs tail": flagged("--follow", "--since --format --filter-pattern"),
    "lambda list-functions,iam list-users,iam list-roles,ecs list-clusters,rds describe-db-instances,cloudformation list-stacks":
      flagged("", "--max-items"),
    "ecs describe-services,ecs list-tasks,ecs list-services": flagged(
      "",
      "--cluster --services --service-name",
    ),
    "cloudformation describe-stacks,cloudformation describe-stack-events": flagged("", "--stack-name"),
    "ssm get-parameter": flagged("--with-decryption", "--name"),
    "dynamodb list-tables,dynamodb describe-table": flagged("", "--table-name"),
  },
};

const gcloud: VerbTable = {
  common: { flags: "-q --quiet", values: "--project --format --filter --region --zone --limit --account" },
  verbs: {
    "projects list,config list,auth list,info,version": plain,
    "compute instances list,compute zones list,container clusters list,run services list,sql instances list,functions list":
      plain,
    "run services describe,compute instances describe,container clusters describe": plain,
    "logging read": flagged("", "--freshness --order"),
  },
};

/** A path without a scheme, also where only the start is known. */
const plainFile = /^(?![\w.+-]*:)(?:[\w.+-]*\/|[\w.+-]+$)/;

const openssl: VerbTable = {
  verbs: {
    version: { operands: "none", flags: "-a -v", isLongDash: true },
    rand: {
      operands: "nothing",
      flags: "-hex -base64",
      values: "-out",
      isLongDash: true,
      options: { writes: "-out" },
    },
    x509: {
      ...{ operands: "none", isLongDash: true, input: "always", inputUnless: "-in" },
      flags: "-noout -text -dates -subject -issuer -fingerprint -sha256 -enddate -startdate -serial",
      values: "-in -inform -checkend",
      options: { reads: "-in" },
      // An address such as `org.openssl.engine:path` loads a library.
      matching: plainFile,
    },
    dgst: {
      operands: "reads",
      flags: "-sha256 -sha512 -sha1 -md5 -hex",
      isLongDash: true,
      input: "without_files",
      matching: plainFile,
    },
  },
};

export const verbPrograms: Record<string, VerbTable> = {
  ...{ docker, podman: docker, kubectl, helm, terraform, tofu: terraform, gh, ip, aws, gcloud, openssl },
  nft: { verbs: { "list ruleset,list tables,list table,list chain": plain } },
  ufw: {
    verbs: {
      "status,enable,disable,reload,reset": { operands: "nothing", matching: /^(?:verbose|numbered)$/ },
      "allow,deny,reject,limit,delete": plain,
    },
  },
  rustup: {
    verbs: { "show,toolchain list,target list,component list": flagged("--installed -v --verbose") },
  },
  pyenv: { verbs: { "versions,version,root": plain } },
  tmux: { verbs: { "ls,list-sessions,list-windows,list-panes": plain, "kill-session": flagged("-a", "-t") } },
  "redis-cli": {
    verbs: { "ping,info,dbsize,keys,get,ttl,type,exists,scan,llen,hgetall,smembers,lrange": plain },
    common: { values: "-h -p -n" },
  },
};
