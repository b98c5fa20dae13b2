import { counted } from "#components/text/plural.ts";
import { noMapping } from "#lib/boundary/mapping/kept/read-document";
import type { ProposedAct, ProposedChange } from "#lib/proposals/proposed-change";
import { consequencesOfBackups } from "../../agents/[id]/backups-change.ts";
import { consequencesOfLabels } from "../../agents/[id]/labels/labels-change.ts";
import { consequencesOfAcceptance } from "../../boundaries/acceptance.ts";
import {
  consequencesOfCode,
  consequencesOfCreation,
  consequencesOfHeldTools,
  heldToolsWords,
} from "../../boundaries/boundary-acts.ts";
import { consequencesOfMapping } from "../../boundaries/mapping-change.ts";
import { mappingFacts } from "../../boundaries/mapping-facts.ts";
import { chatFacts, chatNames, consequencesOfChat } from "../../channels/chat/chat-words.ts";
import { consequencesOfMail } from "../../channels/mail/mail-change.ts";
import { mailFacts, serverOf } from "../../channels/mail/mail-facts.ts";
import { consequencesOfEndpoint, consequencesOfEvents } from "../../channels/webhooks/endpoint-acts.ts";
import { consequencesOfNewInvitation, consequencesOfRecovery } from "../../people/[id]/links.ts";
import { consequencesOfRoles } from "../../people/[id]/roles-change.ts";
import { consequencesOfMembers } from "../../people/groups/group-acts.ts";
import { consequencesOfInvitation } from "../../people/invite/invitation.ts";
import { consequencesOfDelegate, effectAfterProposal, notifiedOfDelegate } from "../delegations/naming.ts";
import { consequencesOfSingleAdmin } from "../publishing/second-admin.ts";
import { consequencesOfTool } from "../tools/registration.ts";
import { beforeAfter, listed, rolesOf, utcTime } from "./change-facts.ts";

/**
 * The full description of a proposed change for the confirming admin, with the state before and
 * after.
 */
export interface ChangeWords {
  /** Verb and object, such as "Change the labels of Refund bot". */
  title: string;
  /** The page of the changed object. */
  href: string | undefined;
  facts: { label: string; value: string }[];
  /** The consequences, one sentence each. */
  consequences: string[];
}

/** The names of people, agents and groups, by ID. */
type Names = ReadonlyMap<string, string>;

type Describer<Act extends ProposedAct> = (
  change: Extract<ProposedChange, { act: Act }>,
  names: Names,
) => ChangeWords;

/** Added for the confirming admin, who gets the link of an invitation or a recovery. */
const linkOnce = "You'll see the link once. Send it over a channel only they can read.";

/** The same for the enrollment code of a boundary. */
const codeOnce =
  "You'll see the code once. Send it to the person who registers the boundary, over a channel only they can read.";

const describers: { [Act in ProposedAct]: Describer<Act> } = {
  "agent.labels": ({ agent, before, after }, names) => ({
    title: `Change the labels of ${nameOf(agent, names)}`,
    href: `/agents/${agent}`,
    facts: beforeAfter(listed(before), listed(after)),
    consequences: consequencesOfLabels(),
  }),
  "agent.backups": ({ agent, before, after }, names) => ({
    title: `Change the backup approvers of ${nameOf(agent, names)}`,
    href: `/agents/${agent}`,
    facts: beforeAfter(namesOf(before, names), namesOf(after, names)),
    consequences: consequencesOfBackups({ hasRemoved: before.some((id) => !after.includes(id)) }),
  }),
  "group.members": ({ group, before, after }, names) => ({
    title: `Change the members of ${nameOf(group, names)}`,
    href: `/people/groups/${group}`,
    facts: beforeAfter(namesOf(before, names), namesOf(after, names)),
    consequences: consequencesOfMembers(nameOf(group, names), {
      hasRemoved: before.some((id) => !after.includes(id)),
    }),
  }),
  "delegation.name": ({ person, delegate, starts_at, ends_at }, names) => ({
    title: `Add a delegate for ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: [
      { label: "Delegate", value: nameOf(delegate, names) },
      { label: "From", value: starts_at ? utcTime(starts_at) : "When confirmed" },
      { label: "Until", value: utcTime(ends_at) },
    ],
    consequences: [
      ...consequencesOfDelegate(nameOf(person, names)),
      effectAfterProposal(nameOf(person, names)),
      notifiedOfDelegate(nameOf(person, names)),
    ],
  }),
  "tool.register": ({ name, audience, public_key, expires_in_days }) => ({
    title: `Register the tool ${name}`,
    href: "/settings/tools",
    facts: [
      { label: "Address", value: audience },
      { label: "Key", value: public_key ?? "A shared secret, created on confirmation" },
      { label: "Key expires", value: `${expires_in_days} days after confirmation` },
    ],
    consequences: consequencesOfTool({ hasSecret: public_key === null }),
  }),
  "webhook.register": ({ url, description, event_types }) => ({
    title: `Add the webhook endpoint ${description}`,
    href: "/channels/webhooks",
    facts: [
      { label: "URL", value: url },
      { label: "Events", value: event_types.join("\n") },
    ],
    consequences: consequencesOfEndpoint(),
  }),
  "webhook.events": ({ endpoint, url, description, before, after }) => ({
    title: `Change the events of ${description}`,
    href: `/channels/webhooks/${endpoint}`,
    facts: [{ label: "URL", value: url }, ...beforeAfter(before.join("\n"), after.join("\n"))],
    consequences: consequencesOfEvents(),
  }),
  "person.roles": ({ person, before, after }, names) => ({
    title: `Change the roles of ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: beforeAfter(rolesOf(before), rolesOf(after)),
    consequences: consequencesOfRoles(),
  }),
  "person.invite": ({ name, email, roles }) => ({
    title: `Invite ${name}`,
    href: "/people",
    facts: [
      { label: "Email", value: email },
      { label: "Roles", value: rolesOf(roles) },
    ],
    consequences: [...consequencesOfInvitation(), linkOnce],
  }),
  "person.invite_again": ({ person, roles }, names) => ({
    title: `Create an invitation link for ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: [{ label: "Roles", value: rolesOf(roles) }],
    consequences: [...consequencesOfNewInvitation(), linkOnce],
  }),
  "person.reinstate": ({ person, roles, against_directory }, names) => ({
    title: `Reactivate ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: [{ label: "Roles", value: rolesOf(roles) }],
    consequences: [
      "They can sign in and decide again, and the agents they own become active.",
      ...(against_directory ? ["A directory lists them as inactive."] : []),
    ],
  }),
  "person.recover": ({ person, roles, old_passkeys }, names) => ({
    title: `Create a recovery link for ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: [
      { label: "Roles", value: rolesOf(roles) },
      { label: "Old passkeys", value: old_passkeys === "keep" ? "Still work" : "Already removed" },
    ],
    consequences: [...consequencesOfRecovery(), linkOnce],
  }),
  "chat.save": ({ kind, host, ends_with, before }) => ({
    title: `${before === null ? "Set up" : "Replace"} the ${chatNames[kind]}`,
    href: "/channels/chat",
    facts: chatFacts({ host, endsWith: ends_with }),
    consequences: consequencesOfChat(kind, host),
  }),
  "mail.change": ({ before, after, password_sealed }) => ({
    title: before ? "Change the email settings" : "Set up email",
    href: "/channels/mail",
    facts: [
      { label: "Server before", value: before ? serverOf(before) : "None" },
      ...mailFacts(after),
      { label: "Password", value: password_sealed === null ? "None" : "Entered by the proposing admin" },
    ],
    consequences: consequencesOfMail(before, after),
  }),
  "boundary.create": ({ name, held_tools }) => ({
    title: `Create the boundary ${name}`,
    href: "/boundaries",
    facts: [{ label: "Calls to held tools", value: heldToolsWords[held_tools] }],
    consequences: [...consequencesOfCreation(), codeOnce],
  }),
  "boundary.code": ({ boundary, name }) => ({
    title: `Create an enrollment code for ${name}`,
    href: `/boundaries/${boundary}`,
    facts: [],
    consequences: [...consequencesOfCode(), codeOnce],
  }),
  "boundary.held_tools": ({ boundary, name, before, after }) => ({
    title: `Change held tools of ${name}`,
    href: `/boundaries/${boundary}`,
    facts: beforeAfter(heldToolsWords[before], heldToolsWords[after]),
    consequences: consequencesOfHeldTools(after),
  }),
  "boundary.accept_tools": ({ boundary, name, tools }) => ({
    title: `Accept ${counted(tools.length, "tool")} of ${name}`,
    href: `/boundaries/${boundary}`,
    // The page and the dialog show the text of each tool (tool-texts.ts).
    facts: [],
    consequences: consequencesOfAcceptance(),
  }),
  "boundary.mapping": ({ boundary, name, before, after }) => ({
    title: `${after === noMapping ? "End" : "Change"} the mapping of ${name}`,
    href: `/boundaries/${boundary}/mapping`,
    facts: mappingFacts(before, after),
    consequences: consequencesOfMapping(before, after),
  }),
  "workspace.single_admin": () => ({
    title: "Turn off the two-admin requirement",
    href: "/settings/publishing",
    facts: beforeAfter("Two admins", "One admin"),
    consequences: consequencesOfSingleAdmin(),
  }),
  "policy.publish": ({ version, digest }) => ({
    title: `Publish policy version ${version}`,
    href: "/policy/draft/review",
    facts: [{ label: "Digest", value: digest }],
    consequences: ["Review the changes and publish the version on the review page."],
  }),
};

export function describeChange(change: ProposedChange, names: Names): ChangeWords {
  const describer = describers[change.act] as Describer<ProposedAct>;
  return describer(change, names);
}

function nameOf(id: string, names: Names): string {
  return names.get(id) ?? id;
}

function namesOf(ids: readonly string[], names: Names): string {
  return listed(ids.map((id) => nameOf(id, names)));
}
