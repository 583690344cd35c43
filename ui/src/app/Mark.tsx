import "./Mark.css";

/** The app's own sign, as on its icon. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 1024 1024" aria-hidden="true">
      <rect className="mark-ground" x="64" y="64" width="896" height="896" rx="200" />
      <path className="mark-line" d="M312 250h268l132 132v122M312 250v524h180M400 470h170M400 590h110" />
      <path className="mark-arrow" d="M668 580v214M568 704l100 100 100-100" />
    </svg>
  );
}
