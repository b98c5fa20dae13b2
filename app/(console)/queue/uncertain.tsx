import { act } from "#app/(console)/acts/act";
import { ResolveExecutionLater } from "#components/execution/resolve-execution-later";
import { UncertainList } from "#components/execution/uncertain-list";
import type { UncertainItem } from "#lib/boundary/executions/list-uncertain";
import { longestNote } from "#lib/boundary/executions/resolve-execution";

export function Uncertain(props: { items: UncertainItem[]; count: number; now: Date }) {
  return (
    <UncertainList
      {...props}
      resolveOf={({ requestId, title, actionType, agent, command, resource }) => (
        <ResolveExecutionLater
          action={act("execution/resolve")}
          requestId={requestId}
          what={`${title ?? actionType} by ${agent}`}
          notation={command ?? resource}
          longestNote={longestNote}
        />
      )}
    />
  );
}
