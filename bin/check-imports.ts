// Checks the code's order: layers (app -> lib -> db), folders in the order of the README around them
// (rooms.ts lists which), no cycles between files, the size of folders, the one room that writes each
// table, the one file with each condition on roles or test agents, and the one client for calls to
// other servers. Prints each violation and exits with 1 if there is one.
import { findConditionBreaches } from "./house/conditions.ts";
import { findCycles } from "./house/cycles.ts";
import { findFullFolders } from "./house/folders.ts";
import { findLayerBreaches } from "./house/layers.ts";
import { findOutboundBreaches } from "./house/outbound.ts";
import { findRoomBreaches } from "./house/rooms.ts";
import { readSources } from "./house/sources.ts";
import { findTableBreaches } from "./house/tables.ts";

const sources = readSources();
const breaches = [
  ...findLayerBreaches(sources),
  ...findRoomBreaches(sources),
  ...findCycles([...sources, ...readSources(undefined, ["bin/client"])]),
  ...findFullFolders(),
  ...findTableBreaches(sources),
  ...findConditionBreaches(sources),
  ...findOutboundBreaches(sources),
];
for (const breach of breaches) console.log(breach);
process.exit(breaches.length > 0 ? 1 : 0);
