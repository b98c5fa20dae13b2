import { z } from "zod";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { beforeAfter, nameOf, namesOf } from "#app/web/forms/proposal-words";
import { chosenApprovers, peopleShown } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
import { changeMembers } from "#lib/membership/groups/change-members";
import { createGroup } from "#lib/membership/groups/create-group";
import { deleteGroup } from "#lib/membership/groups/delete-group";
import { findGroup } from "#lib/membership/groups/find-group";
import { renameGroup } from "#lib/membership/groups/rename-group";
import { groupName } from "#lib/membership/groups/store-group";

const groupId = idField("grp");
const memberIds = z.array(z.string()).max(500);

/**
 * An added member may decide requests, so adding takes the admin's passkey. Removing takes none, so
 * that removal is fast. `changeMembers` refuses when the members differ from those on the page.
 */
export const membersChange = defineConfirmedAction({
  name: "group/add",
  roles: ["admin"],
  refreshes: ["/people/groups"],
  read: (form) =>
    readForm(z.object({ groupId, seenIds: z.array(idField("per")).max(500), memberIds }), form, [
      "seenIds",
      "memberIds",
    ]),
  look: async (viewer, { groupId, seenIds, ...fields }, { db }) => {
    const { name } = await findGroup(db, { viewer, groupId });
    const memberIds = await chosenApprovers(viewer, "memberIds", fields.memberIds);
    const added = await peopleShown(memberIds.filter((id) => !seenIds.includes(id)));
    const removed = await peopleShown(seenIds.filter((id) => !memberIds.includes(id)));
    return { name, memberIds, added, removed };
  },
  about: ({ groupId }) => [groupId],
  isFast: (_, { added }) => added === "",
  question: (_, { name, added, removed }) => ({
    title: `Change the members of ${name}?`,
    facts: [fact("Add", added), fact("Remove", removed || "None")],
    consequences: consequencesOfMembers(name, { hasRemoved: removed !== "" }),
    confirm: "Change members",
  }),
  run: (db, by, fields, { memberIds }) => changeMembers(db, { ...fields, memberIds, ...by }),
  proposes: "group.members",
  proposalWords: ({ group, before, after }, names) => ({
    title: `Change the members of ${nameOf(group, names)}`,
    href: `/people/groups/${group}`,
    facts: beforeAfter(namesOf(before, names), namesOf(after, names)),
    consequences: consequencesOfMembers(nameOf(group, names), {
      hasRemoved: before.some((id) => !after.includes(id)),
    }),
  }),
});

function consequencesOfMembers(group: string, { hasRemoved }: { hasRemoved: boolean }): string[] {
  return [
    `Added people can approve for ${group} wherever a rule requires it, right away.`,
    ...(hasRemoved
      ? ["Unused grants that rest on approvals by removed people are revoked. The agents have to ask again."]
      : []),
  ];
}

/** Creates a group, with a passkey if the group has members: an empty group can approve nothing. */
export const groupCreation = defineConfirmedAction({
  name: "group/create",
  roles: ["admin"],
  refreshes: ["/people/groups"],
  read: z.object({ name: groupName, memberIds }),
  many: ["memberIds"],
  look: async (viewer, fields) => {
    const memberIds = await chosenApprovers(viewer, "memberIds", fields.memberIds);
    return { memberIds, members: await peopleShown(memberIds) };
  },
  isFast: (_, { members }) => members === "",
  question: ({ name }, { members }) => ({
    title: `Create the group ${name}?`,
    facts: [fact("Members", members)],
    consequences: ["They can approve for this group wherever a rule requires it."],
    confirm: "Create group",
  }),
  run: (db, by, { name }, { memberIds }) => createGroup(db, { ...by, name, memberIds }),
});

export const groupRenaming = defineAct({
  name: "group/rename",
  roles: ["admin"],
  refreshes: ["/people/groups"],
  perform: withFields(z.object({ groupId, name: groupName }), renameGroup),
});

export const groupDeletion = defineAct({
  name: "group/delete",
  roles: ["admin"],
  refreshes: ["/people/groups"],
  perform: withFields(z.object({ groupId }), deleteGroup),
});
