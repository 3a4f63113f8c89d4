export { bidWith, type BudgetPlan, type BudgetValues, planBudget } from './budget.ts'
export * from './prices.ts'
