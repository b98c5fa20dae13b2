import {
  Bell,
  Bot,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  CircleAlert,
  CircleCheck,
  Clock,
  Cog,
  Copy,
  CornerDownLeft,
  Ellipsis,
  FlaskConical,
  Info,
  KeyRound,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  Pencil,
  Plus,
  RefreshCw,
  Share2,
  ShieldCheck,
  SlidersHorizontal,
  Sun,
  Trash2,
  TriangleAlert,
  User,
  Wrench,
  X,
} from "lucide-react";
import type { IconName } from "./icon.tsx";

const drawings: Record<IconName, LucideIcon> = {
  bell: Bell,
  bot: Bot,
  check: Check,
  "chevron-down": ChevronDown,
  "chevron-left": ChevronLeft,
  "chevron-right": ChevronRight,
  "circle-alert": CircleAlert,
  "circle-check": CircleCheck,
  clock: Clock,
  cog: Cog,
  copy: Copy,
  "corner-down-left": CornerDownLeft,
  ellipsis: Ellipsis,
  flask: FlaskConical,
  info: Info,
  key: KeyRound,
  "log-out": LogOut,
  monitor: Monitor,
  moon: Moon,
  pencil: Pencil,
  plus: Plus,
  refresh: RefreshCw,
  share: Share2,
  "shield-check": ShieldCheck,
  sliders: SlidersHorizontal,
  sun: Sun,
  trash: Trash2,
  "triangle-alert": TriangleAlert,
  user: User,
  wrench: Wrench,
  x: X,
};

/** The drawings that Icon refers to. Rendered on the server, once for each page. */
export function IconSprite() {
  return (
    <svg aria-hidden="true" className="absolute size-0 overflow-hidden">
      {Object.entries(drawings).map(([name, Drawing]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
          <Drawing />
        </symbol>
      ))}
    </svg>
  );
}
