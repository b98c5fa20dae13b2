import {
  Bot,
  ChartColumn,
  Inbox,
  type LucideIcon,
  ScrollText,
  Settings2,
  ShieldCheck,
  UsersRound,
} from "lucide-react";
import type { NavIcon as Name } from "./navigation.ts";

const icons: Record<Name, LucideIcon> = {
  queue: Inbox,
  agents: Bot,
  people: UsersRound,
  policy: ShieldCheck,
  audit: ScrollText,
  coverage: ChartColumn,
  settings: Settings2,
};

export function NavIcon({ name }: { name: Name }) {
  const Icon = icons[name];
  return <Icon aria-hidden className="size-4.5" />;
}
