/** A text that is longer than anyone hopes for. */
export const LONG =
  "Donaudampfschifffahrtsgesellschaft, Équipe du soir de Saint-Étienne-lès-Remiremont ve Afyonkarahisar müşteri hizmetleri";

export const NAMES = ["Ayşe Yılmaz", "Björn Åkesson", "Chloé Martin", "İlkay Öztürk", "José García"];

export const few = NAMES.map((label, index) => ({ id: String(index), label }));

/** Where nothing is drawn, each of a list is: there, fewer will do. */
const COUNT = import.meta.env.MODE === "test" ? 40 : 5000;

export const many = Array.from({ length: COUNT }, (_, index) => ({
  id: String(index),
  label: `${NAMES[index % NAMES.length]} ${index + 1}`,
  detail: `agent.${index + 1}@example.com`,
}));
