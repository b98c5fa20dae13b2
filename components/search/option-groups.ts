import { sheetHref } from "#components/policy/sheet-href.ts";
import { sumText } from "#components/text/amount-text.ts";
import { grouped } from "#components/text/plural.ts";
import type { Found } from "#lib/search/search";
import { agentStatusLabels, personStatusLabels, stateLabels } from "#lib/text/labels";

/** What `GET /api/search` answers: for an empty text, the pages alone. */
export type SearchAnswer = Partial<Found> & { pages: { href: string; label: string }[] };

export interface Option {
  href: string;
  text: string;
  detail?: string;
  isCode?: boolean;
  agent?: { id: string; name: string };
  person?: { id: string; name: string };
  /** What an agent wrote: untrusted. */
  agentText?: { amount?: string; resource?: string };
}

export interface OptionGroup {
  label: string;
  options: Option[];
}

/** Opens the sheet of shortcuts instead of an address. */
export const shortcutsHref = "#keyboard-shortcuts";

const holdHref = (id: string) => `/agents/${id}?act=hold`;

/** The address of a rule of the live version, with its threshold open. */
const ruleHref = (id: string) => `/policy?view=live&rule=${id}#rule-${id}`;

/** The options of the list, by kind. Requests first: only few texts find one. */
export function optionGroups(found: SearchAnswer, text: string): OptionGroup[] {
  const help = { href: shortcutsHref, text: "Keyboard shortcuts" };
  const isHelp = help.text.toLowerCase().includes(text.toLowerCase());
  const groups: OptionGroup[] = [
    {
      label: "Requests",
      options: (found.requests ?? []).map(({ id, title, actionType, state, agent, agentId }) => ({
        href: `/requests/${id}`,
        agent: { id: agentId, name: agent },
        text: id,
        detail: `${stateLabels[state]} · ${title ?? actionType} · ${agent}`,
        isCode: true,
      })),
    },
    {
      label: "Requests by type, resource or amount",
      options: (found.matches ?? []).map(
        ({ id, title, actionType, state, agent, agentId, resource, amount, currency }) => ({
          href: `/requests/${id}`,
          agent: { id: agentId, name: agent },
          text: title ?? actionType,
          detail: `${stateLabels[state]} · ${agent}`,
          agentText: {
            ...(amount !== null && { amount: sumText(amount, currency) }),
            ...(resource !== null && { resource }),
          },
        }),
      ),
    },
    {
      label: "Agents",
      options: (found.agents ?? []).map(({ id, name, status }) => ({
        href: `/agents/${id}`,
        agent: { id, name },
        text: name,
        detail: status === "active" ? id : `${id} · ${agentStatusLabels[status]}`,
      })),
    },
    {
      label: "People",
      options: (found.people ?? []).map(({ id, name, email, status }) => ({
        href: `/people/${id}`,
        person: { id, name },
        text: name,
        detail: status === "active" ? email : `${email} · ${personStatusLabels[status]}`,
      })),
    },
    {
      label: "Actions",
      options: (found.holds ?? []).map((agent) => ({
        href: holdHref(agent.id),
        agent,
        text: `Hold ${agent.name}…`,
      })),
    },
    {
      label: "Rules",
      options: [
        ...(found.thresholds ?? []).map(({ id, actionTitle }) => ({
          href: sheetHref(`/policy/thresholds/${id}`),
          text: `Edit threshold: ${actionTitle}`,
        })),
        ...(found.rules ?? []).map(({ id, title, isEnabled }) => ({
          href: ruleHref(id),
          text: title,
          ...(!isEnabled && { detail: "Disabled" }),
        })),
      ],
    },
    { label: "Pages", options: found.pages.map(({ href, label }) => ({ href, text: label })) },
    { label: "Help", options: isHelp ? [help] : [] },
  ];
  return groups.filter(({ options }) => options.length > 0);
}

/** Where search by resource and amount ends. Empty without a text. */
export function boundText({ compared }: SearchAnswer): string {
  if (!compared) return "";
  const newest = `the newest ${grouped(compared.requests)} requests`;
  return `Resources and amounts are searched in ${newest}${compared.of === "agent" ? " of each agent" : ""}.`;
}
