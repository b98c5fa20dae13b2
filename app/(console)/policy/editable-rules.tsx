import { act } from "#app/(console)/acts/act";
import { ActButton } from "#components/forms/act-button";
import type { FormAction } from "#components/forms/action-state.ts";
import { ConfirmAction } from "#components/forms/confirm-action";
import { PolicyRules, type RuleGroup } from "#components/policy/policy-rules";
import { sheetHref } from "#components/policy/sheet-href.ts";
import { LinkButton } from "#components/ui/button";

/** The draft's rules. Editors open as sheets over the page. */
export function EditableRules(props: {
  groups: RuleGroup[];
  revision: number;
  openRule?: string | undefined;
}) {
  const { groups, revision, openRule } = props;
  return (
    <PolicyRules
      groups={groups}
      openRule={openRule}
      thresholdActions={({ id, title, rules, mark }) =>
        mark === "removed" ? (
          <Restore
            action={act("draft/restore-threshold")}
            fields={{ revision: String(revision), thresholdId: id }}
            of={`threshold ${title}`}
          />
        ) : (
          <>
            <EditLink id={id} page={`/policy/thresholds/${id}`} of={`threshold ${title}`} />
            <ConfirmAction
              action={act("draft/remove-threshold")}
              fields={{ revision: String(revision), thresholdId: id }}
              trigger="Remove…"
              triggerProps={{ size: "sm", "aria-label": `Remove threshold ${title}…` }}
              title="Remove this threshold from the draft?"
              description={`Removes all ${rules.length} of its rules. The live policy doesn't change until you publish.`}
              confirm="Remove threshold"
            />
          </>
        )
      }
      actions={({ id, words, mark }) =>
        mark === "removed" ? (
          <Restore
            action={act("draft/restore-rule")}
            fields={{ revision: String(revision), ruleId: id }}
            of={words.title}
          />
        ) : (
          <>
            <EditLink id={id} page={`/policy/draft/rules/${id}`} of={words.title} />
            <ConfirmAction
              action={act("draft/remove-rule")}
              fields={{ revision: String(revision), ruleId: id }}
              trigger="Remove…"
              triggerProps={{ size: "sm", "aria-label": `Remove ${words.title}…` }}
              title="Remove this rule from the draft?"
              description={`“${words.title}” stays live until you publish.`}
              confirm="Remove rule"
            />
          </>
        )
      }
    />
  );
}

function Restore(props: { action: FormAction; fields: Record<string, string>; of: string }) {
  return (
    <ActButton
      action={props.action}
      fields={props.fields}
      className="grid justify-items-end gap-2"
      size="sm"
      label="Restore"
      working="Restoring…"
    >
      <span className="sr-only"> {props.of}</span>
    </ActButton>
  );
}

function EditLink({ id, page, of }: { id: string; page: string; of: string }) {
  return (
    <LinkButton id={`edit-${id}`} href={page} sheetHref={sheetHref(page)} variant="outline" size="sm">
      Edit<span className="sr-only"> {of}</span>
    </LinkButton>
  );
}
