import {
  Ban,
  CircleAlert,
  CircleCheck,
  Clock3,
  Download,
  FileCheck,
  Hourglass,
  Send,
  Unplug,
} from "lucide-react";
import type { Phase } from "../platform";
import "./PhaseIcon.css";

const ICONS: Record<Phase, typeof Ban> = {
  queued: Clock3,
  creating: Send,
  waiting: Hourglass,
  downloading: Download,
  converting: FileCheck,
  saved: CircleCheck,
  failed: CircleAlert,
  cancelled: Ban,
  interrupted: Unplug,
};

/** What a phase looks like. */
export function PhaseIcon({ phase }: { phase: Phase }) {
  const Icon = ICONS[phase];
  return <Icon className={`phase-icon phase-${phase}`} aria-hidden="true" />;
}
