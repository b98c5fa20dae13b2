import type { Found } from "#lib/search/search";
import { agentStatusLabels, personStatusLabels, stateLabels } from "#lib/text/labels";

/** What `GET /api/search` answers. */
export type SearchAnswer = Found & { pages: { href: string; label: string }[] };

export interface Option {
  href: string;
  text: string;
  detail?: string;
  isCode?: boolean;
}

export interface OptionGroup {
  label: string;
  options: Option[];
}

/** Opens the sheet of shortcuts instead of an address. */
export const shortcutsHref = "#keyboard-shortcuts";

/** The options of the list, by kind. Requests first: only the ID of a request finds one. */
export function optionGroups(found: SearchAnswer, text: string): OptionGroup[] {
  const help = { href: shortcutsHref, text: "Keyboard shortcuts" };
  const isHelp = help.text.toLowerCase().includes(text.toLowerCase());
  const groups: OptionGroup[] = [
    {
      label: "Requests",
      options: found.requests.map(({ id, title, actionType, state, agent }) => ({
        href: `/requests/${id}`,
        text: id,
        detail: `${stateLabels[state]} · ${title ?? actionType} · ${agent}`,
        isCode: true,
      })),
    },
    {
      label: "Agents",
      options: found.agents.map(({ id, name, status }) => ({
        href: `/agents/${id}`,
        text: name,
        detail: status === "active" ? id : `${id} · ${agentStatusLabels[status]}`,
      })),
    },
    {
      label: "People",
      options: found.people.map(({ id, name, email, status }) => ({
        href: `/people/${id}`,
        text: name,
        detail: status === "active" ? email : `${email} · ${personStatusLabels[status]}`,
      })),
    },
    { label: "Pages", options: found.pages.map(({ href, label }) => ({ href, text: label })) },
    { label: "Help", options: isHelp ? [help] : [] },
  ];
  return groups.filter(({ options }) => options.length > 0);
}
