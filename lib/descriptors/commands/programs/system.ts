import { type Call, type Handler, readKnownOptions } from "./call.ts";
import type { Spec } from "./options.ts";

/** @returns a program that runs no program with the listed options */
function listed(spec: Spec): Handler {
  return (call) => {
    readKnownOptions(call, spec);
  };
}

/** Services by name: a path would be a unit that no admin installed. */
function systemctl(call: Call): void {
  const { operands } = readKnownOptions(call, {
    flags:
      "-qlfa --now --user --system --no-pager --all --failed --quiet --full --force --no-block --version",
    values: "-n -t -p --lines --type --state --property",
  });
  const { context } = call;
  const [verb, ...units] = operands;
  const known =
    /^(?:status|start|stop|restart|reload|try-restart|reload-or-restart|enable|disable|reenable|mask|unmask|kill|is-active|is-enabled|is-failed|is-system-running|list-units|list-unit-files|list-timers|list-dependencies|show|cat|daemon-reload|reset-failed|reboot|poweroff|halt|suspend)$/;
  if (verb && (!known.test(verb.value ?? "") || units.some(({ start }) => start.includes("/"))))
    context.cannot("runs_others");
  if (/start|enable|reload/.test(verb?.value ?? "")) for (const unit of units) context.runsFile(unit);
}

/** `service name action` runs a script by name. */
function service({ context, words }: Call): void {
  const [first] = words;
  if (words.some(({ isStatic }) => !isStatic)) context.cannot("unknown_arguments");
  if (first?.start.includes("/") || (first?.start.startsWith("-") && first.value !== "--status-all"))
    context.cannot("runs_others");
  if (first) context.runsFile(first);
}

/** Only queries: scripts of a package run when it's installed or removed. */
function rpm(call: Call): void {
  if (!/^(?:-q[ailfcdpR]*|--query|--version)$/.test(call.words[0]?.value ?? ""))
    call.context.cannot("runs_others");
  const spec = { flags: "-qailfcdpR --query --all --list --info --file --requires --version" };
  const { operands } = readKnownOptions(call, spec);
  for (const operand of operands)
    call.program[operand.start.includes("://") ? "hosts" : "reads"].push(operand);
}

const iptables = listed({
  flags: "-LSFXZnvw --list --flush --numeric --verbose --line-numbers --syn -4 -6 -f -C -N -E",
  values:
    "-A -D -I -P -R -t -p -s -d -i -o -j -g -m --append --delete --insert --policy --table --protocol --source --destination --in-interface --out-interface --jump --match --dport --sport --dports --sports --state --ctstate --limit --limit-burst --icmp-type --comment --to-destination --to-source --to-ports --log-prefix --log-level --reject-with",
});

export const systemPrograms: Record<string, Handler> = {
  ...{ systemctl, service, rpm, iptables, ip6tables: iptables },
  jobs: listed({ flags: "-lnprs" }),
};
