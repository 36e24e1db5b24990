import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from "vue-router"

import { may, me, seat, whoAmI, type Post } from "@/common/server"

declare module "vue-router" {
  interface RouteMeta {
    /** The key of the page's title. */
    title?: string
    /** The permissions of which one at least is needed, or the page is not offered. */
    needs?: readonly string[]
    /** The page of the menu that this one belongs to. */
    under?: string
    /** For everybody, without signing in. */
    isPublic?: boolean
  }
}

const pages: RouteRecordRaw[] = [
  { path: "desk/:tab?", name: "desk", component: () => import("@/cases/desk/DeskPage.vue"), meta: { title: "nav.desk", needs: ["cases.read"] } },
  { path: "cases/:id", name: "case", component: () => import("@/cases/case/CasePage.vue"), meta: { title: "nav.case", needs: ["cases.read"] } },
  { path: "register", name: "register", component: () => import("@/cases/register/RegisterPage.vue"), meta: { title: "nav.register", needs: ["cases.report"] } },
  { path: "query", name: "query", component: () => import("@/cases/query/QueryPage.vue"), meta: { title: "nav.query", needs: ["cases.read"] } },
  { path: "evaluation/me", name: "own-evaluation", component: () => import("@/evaluation/OwnPage.vue"), meta: { title: "nav.ownEvaluation", needs: ["evaluation.read"], under: "evaluation" } },
  { path: "evaluation/quality", name: "case-quality", component: () => import("@/evaluation/trust/QualityPage.vue"), meta: { title: "nav.quality", needs: ["evaluation.look", "evaluation.rule", "evaluation.read_all"], under: "evaluation" } },
  { path: "evaluation/integrity", name: "integrity", component: () => import("@/evaluation/trust/IntegrityPage.vue"), meta: { title: "nav.integrity", needs: ["evaluation.integrity"], under: "evaluation" } },
  { path: "evaluation/results/:id?", name: "results", component: () => import("@/evaluation/results/ResultsPage.vue"), meta: { title: "nav.results", needs: ["evaluation.read"], under: "evaluation" } },
  { path: "evaluation/entries", name: "entries", component: () => import("@/evaluation/entries/EntriesPage.vue"), meta: { title: "nav.entries", needs: ["evaluation.read_all"], under: "evaluation" } },
  { path: "evaluation/definitions/:key?", name: "definitions", component: () => import("@/evaluation/definitions/DefinitionsPage.vue"), meta: { title: "nav.definitions", needs: ["evaluation.read"], under: "evaluation" } },
  { path: "evaluation/outside/:id?", name: "appraisal", component: () => import("@/appraisal/AppraisalPage.vue"), meta: { title: "nav.appraisal", needs: ["appraisal.read", "appraisal.visit"], under: "evaluation" } },
  { path: "evaluation/:scheme?", name: "evaluation", component: () => import("@/evaluation/EvaluationPage.vue"), meta: { title: "nav.evaluation", needs: ["evaluation.read"] } },
  { path: "components", name: "components", component: () => import("@/assets/inventory/InventoryPage.vue"), meta: { title: "nav.components", needs: ["assets.read"] } },
  { path: "components/:code(\\d{16,17})", name: "component", component: () => import("@/assets/component/ComponentPage.vue"), meta: { title: "nav.component", needs: ["assets.read"], under: "components" } },
  { path: "components/imports/:id?", name: "component-imports", component: () => import("@/assets/imports/ImportsPage.vue"), meta: { title: "nav.componentImports", needs: ["assets.manage"], under: "components" } },
  { path: "components/surveys/:id?", name: "surveys", component: () => import("@/assets/surveys/SurveysPage.vue"), meta: { title: "nav.surveys", needs: ["assets.read"], under: "components" } },
  { path: "standards/:part?", name: "standards", component: () => import("@/standards/StandardsPage.vue"), meta: { title: "nav.standards", needs: ["standards.read"] } },
  { path: "grids", name: "grids", component: () => import("@/territory/GridsPage.vue"), meta: { title: "nav.grids", needs: ["territory.manage", "territory.approve"] } },
  { path: "organizations/:part?", name: "organizations", component: () => import("@/organizations/OrganizationsPage.vue"), meta: { title: "nav.organizations", needs: ["organizations.read"] } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/sign-in", name: "sign-in", component: () => import("@/shell/SignInPage.vue"), meta: { title: "signIn.title" } },
    { path: "/questionnaires/:token", name: "questionnaire", component: () => import("@/appraisal/QuestionnairePage.vue"), meta: { title: "appraisal.ask.title", isPublic: true } },
    { path: "/", component: () => import("@/shell/TheShell.vue"), children: [{ path: "", name: "home", redirect: home }, ...pages] },
    { path: "/:lost(.*)*", name: "lost", component: () => import("@/shell/LostPage.vue"), meta: { title: "lost.title" } },
  ],
})

const WITHOUT_DESK: readonly Post[] = ["ADMINISTRATOR"]

function home(): { name: string } {
  return { name: seat.value !== null && WITHOUT_DESK.includes(seat.value.post) ? "organizations" : "desk" }
}

/** What a page is made of is fetched while the server is still saying who is asking. */
function fetchAhead(to: RouteLocationNormalized): void {
  for (const { components } of to.matched) {
    const load = components?.["default"]
    if (typeof load === "function") void (load as () => Promise<unknown>)().catch(() => undefined) // asked for again, and told, below
  }
}

router.beforeEach(async (to) => {
  if (to.name === "sign-in" || to.name === "lost" || to.meta.isPublic === true) return true
  if (me.value === null) fetchAhead(to)
  if (me.value === null && (await whoAmI()) === null) return { name: "sign-in", query: { to: to.fullPath } }
  const needs = to.meta.needs
  return needs === undefined || needs.some(may) ? true : { name: "lost", params: { lost: to.path.split("/").slice(1) } }
})
