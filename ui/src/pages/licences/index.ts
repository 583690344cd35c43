export { LicencesPage } from "./LicencesPage";
