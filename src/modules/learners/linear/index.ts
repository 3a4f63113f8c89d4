export * from './class-model.ts'
export * from './ftrl.ts'
export * from './multiclass-svm.ts'
export * from './svm.ts'
