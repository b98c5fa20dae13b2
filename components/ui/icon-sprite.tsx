import {
  Ban,
  Banknote,
  Bell,
  Bot,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  Clock,
  Cog,
  Copy,
  CornerDownLeft,
  Ellipsis,
  Eye,
  FlaskConical,
  Info,
  KeyRound,
  LogOut,
  type LucideIcon,
  MessageSquareQuote,
  Monitor,
  Moon,
  Pencil,
  Plus,
  RefreshCw,
  Server,
  Share2,
  ShieldCheck,
  Slash,
  SlidersHorizontal,
  Sun,
  TimerOff,
  Trash2,
  TriangleAlert,
  User,
  UserCheck,
  Wrench,
  X,
} from "lucide-react";

const drawings = {
  ban: Ban,
  banknote: Banknote,
  bell: Bell,
  bot: Bot,
  check: Check,
  "chevron-down": ChevronDown,
  "chevron-left": ChevronLeft,
  "chevron-right": ChevronRight,
  "circle-alert": CircleAlert,
  "circle-check": CircleCheck,
  "circle-help": CircleHelp,
  clock: Clock,
  cog: Cog,
  copy: Copy,
  "corner-down-left": CornerDownLeft,
  ellipsis: Ellipsis,
  eye: Eye,
  flask: FlaskConical,
  info: Info,
  key: KeyRound,
  "log-out": LogOut,
  monitor: Monitor,
  moon: Moon,
  pencil: Pencil,
  plus: Plus,
  quote: MessageSquareQuote,
  refresh: RefreshCw,
  server: Server,
  share: Share2,
  "shield-check": ShieldCheck,
  slash: Slash,
  sliders: SlidersHorizontal,
  sun: Sun,
  "timer-off": TimerOff,
  trash: Trash2,
  "triangle-alert": TriangleAlert,
  user: User,
  "user-check": UserCheck,
  wrench: Wrench,
  x: X,
} satisfies Record<string, LucideIcon>;

export type IconName = keyof typeof drawings;

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
