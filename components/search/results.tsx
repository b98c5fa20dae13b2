import type { MouseEvent } from "react";
import { AgentAvatar, PersonAvatar } from "#components/agents/avatars";
import { UntrustedText } from "#components/text/untrusted-text";
import { cn } from "#components/ui/cn.ts";
import { Link } from "#components/ui/link";
import type { Option, OptionGroup } from "./option-groups.ts";

interface Props {
  listId: string;
  groups: OptionGroup[];
  /** The index of the active option, among the options of all groups. */
  current: number;
  idOf: (index: number) => string;
  onPoint: (index: number) => void;
  onChoose: (event: MouseEvent, option: Option) => void;
}

/** The list of the combobox. The field keeps the focus, so the options are no stops of Tab. */
export function Results({ listId, groups, current, idOf, onPoint, onChoose }: Props) {
  const all = groups.flatMap(({ options }) => options);
  return (
    <div
      role="listbox"
      id={listId}
      aria-label="Results"
      className="min-h-0 overflow-y-auto p-1.5 empty:hidden"
    >
      {groups.map(({ label, options }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options
        <div key={label} role="group" aria-label={label}>
          <p aria-hidden className="px-2.5 pt-2 pb-1 font-medium text-muted-foreground text-xs">
            {label}
          </p>
          {options.map((option) => {
            const index = all.indexOf(option);
            const isCurrent = index === current;
            return (
              <Link
                key={option.href}
                id={idOf(index)}
                role="option"
                tabIndex={-1}
                href={option.href}
                aria-selected={isCurrent}
                onPointerMove={() => onPoint(index)}
                onClick={(event) => onChoose(event, option)}
                className={cn(
                  "flex min-h-11 items-center gap-2.5 rounded-md px-2.5 py-1.5 fine:min-h-9",
                  isCurrent && "bg-muted outline-2 outline-ring -outline-offset-2",
                )}
              >
                {option.agent ? <AgentAvatar agent={option.agent} className="size-7" /> : null}
                {option.person ? <PersonAvatar person={option.person} className="size-7" /> : null}
                <OptionText option={option} />
              </Link>
            );
          })}
        </div>
      ))}
    </div>
  );
}

function OptionText({ option }: { option: Option }) {
  const { amount, resource } = option.agentText ?? {};
  return (
    <span className="grid min-w-0">
      <span className={cn("min-w-0 [overflow-wrap:anywhere]", option.isCode && "font-mono text-[0.8125rem]")}>
        {option.text}
        {amount ? (
          <>
            {" "}
            <UntrustedText as="value" text={amount} className="font-semibold tabular-nums" />
          </>
        ) : null}
      </span>
      {option.detail ? (
        <span className="min-w-0 text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
          {option.detail}
          {resource ? (
            <>
              {" · "}
              <UntrustedText as="value" text={resource} className="font-mono text-xs" />
            </>
          ) : null}
        </span>
      ) : null}
    </span>
  );
}
