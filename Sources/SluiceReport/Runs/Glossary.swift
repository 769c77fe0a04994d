/// What the words of a report mean, for those who have never trained a network.
enum Glossary {
  /// The metrics of forecasts and the verdict.
  static let forecasts: [Fact] = [
    Fact("MSE", "Mean squared error: the average of the squared misses. Large misses weigh most."),
    Fact("RMSE", "The root of the MSE: a typical miss, in the unit of the target."),
    Fact("MAE", "Mean absolute error: the average miss, every unit of it weighing the same."),
    Fact(
      "sMAPE",
      "The average miss as a share of the size of forecast and truth, from 0 to 200 %. "
        + "Unreliable where the truth comes near zero."),
    Fact(
      "MASE",
      "MAE compared with repeating the value of one season ago, measured on the training part. "
        + "Below 1 is better than that."),
    Fact(
      "R²",
      "The share of the ups and downs that the forecast explains: 1 is perfect, 0 is no better "
        + "than always saying the average."),
    Fact(
      "skill",
      "How much smaller the mean squared error is than that of the other model: 10 % means a "
        + "tenth smaller, a negative skill means that the other model is better."),
    Fact(
      "95 % interval",
      "The test rows are drawn anew many times, in blocks since neighbouring rows resemble each "
        + "other. In 95 of 100 draws the difference lies in this interval; if it includes zero, "
        + "the difference may be luck."),
    Fact("residual", "Forecast less truth: above zero the forecast was too high."),
  ]

  /// The metrics of labels and the verdict.
  static let labels: [Fact] = [
    Fact("accuracy", "The share of the labels that is right. A frequent class weighs most."),
    Fact(
      "balanced accuracy",
      "The share of each class that is right, averaged over the classes: each weighs alike."),
    Fact("precision", "Of the labels that name a class, the share that is right."),
    Fact("recall", "Of the labels that should name a class, the share that does."),
    Fact("F1", "Precision and recall in one, their harmonic mean; averaged over the classes."),
    Fact(
      "log loss",
      "The mean of −log(p) of the true class's probability p: being sure and wrong costs most. "
        + "0 is perfect."),
    Fact(
      "ROC AUC",
      "How often an item of a class gets a higher probability of it than another item: 0.5 is "
        + "chance, 1 is perfect."),
    Fact("PR AUC", "The mean precision over all recalls: stricter than ROC AUC with rare classes."),
    Fact(
      "calibration error",
      "How far, on average, the probability of a label is from the share of such labels that is "
        + "right."),
    Fact("kappa", "Agreement beyond what would happen by chance: 0 is chance, 1 is perfect."),
    Fact(
      "95 % interval",
      "The stretches of the test part are drawn anew many times, each as a whole since neighbouring "
        + "labels resemble each other. In 95 of 100 draws the difference lies in this interval; if "
        + "it includes zero, the difference may be luck."),
  ]

  /// The baselines by name.
  static let baselines: [String: String] = [
    "persistence": "Forecasts that nothing changes: the last reading is the forecast.",
    "seasonalNaive": "Forecasts what was read one season ago, such as at this time yesterday.",
    "drift": "Goes on in the direction in which the readings went on average.",
    "mean": "Always forecasts the average of the training part.",
    "ridge":
      "A weighted sum of the same readings that the network sees, found in one step. Whoever "
      + "cannot beat it needs no network.",
    "majorityClass": "Always gives the class that is most frequent in the training part.",
    "nearestCentroid":
      "Gives the class whose mean window is nearest, by statistics such as mean and deviation.",
    "logisticRegression":
      "A weighted sum of statistics of the window for each class. Whoever cannot beat it needs no "
      + "network.",
  ]

  /// The words of training.
  static let training: [Fact] = [
    Fact("epoch", "One pass over all training windows."),
    Fact(
      "validation",
      "Rows that are held back while training, to see when to stop. The test part is used only "
        + "once, at the end."),
    Fact("multiply-adds", "The arithmetic of one answer: what a small processor has to do."),
  ]
}
