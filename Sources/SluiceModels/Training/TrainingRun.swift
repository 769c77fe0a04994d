import SluiceNN
import SluiceTensor

/// One training run in progress.
struct TrainingRun {
  let trainer: Trainer
  let network: Network
  let training: any SampleSource
  let validation: (any SampleSource)?
  let startTime: Double

  var state = TrainingState()
  var optimizer: OptimizerState
  /// The running average of the weights, in the order of the parameters; nil without averaging.
  var average: WeightAverage?
  /// The weights of the best epoch; nil before it.
  var best: [String: Tensor]?
  var checkpointTime: Double
  var checkpointedBest: Int?
  private var order: EpochOrder
  private let streams: RandomStreams
  private let penalties: [BoundPenalty]

  var settings: TrainingSettings { trainer.settings }

  init(
    _ trainer: Trainer, network: Network, training: any SampleSource,
    validation: (any SampleSource)?
  ) throws {
    self.trainer = trainer
    self.network = network
    self.training = training
    self.validation = validation
    let settings = trainer.settings
    let parameters = network.parameters
    penalties = try settings.penalties.map { try $0.bound(to: parameters) }
    streams = RandomStreams(seed: trainer.seed)
    order = EpochOrder(count: training.count)
    optimizer = OptimizerState(settings.optimizer, parameters: parameters)
    state.schedule = ScheduleState(settings.schedule)
    average = settings.emaDecay.map { WeightAverage(of: parameters, decay: Float($0)) }
    startTime = trainer.clock()
    checkpointTime = startTime
  }

  /// Runs what is left of the training and leaves the final weights in the network.
  mutating func finish() throws -> TrainingResult {
    let plan = TrainingPlan(
      epochs: settings.epochs,
      batchesPerEpoch: (training.count + settings.batchSize - 1) / settings.batchSize,
      windows: training.count, validationWindows: validation?.count ?? 0,
      parameters: network.parameters.scalarCount, finishedEpochs: state.epoch - 1)
    for observer in trainer.observers { observer.trainingBegins(plan) }
    let reason = try runEpochs()
    try writeCheckpoint()
    if let average { network.parameters.assign(average.values) }
    if settings.restoreBest, let best { try network.parameters.load(best) }
    let summary = summary(reason)
    for observer in trainer.observers { observer.trainingEnded(summary) }
    return TrainingResult(summary: summary, history: state.history)
  }

  private mutating func runEpochs() throws -> TrainingSummary.StopReason {
    while state.epoch <= settings.epochs {
      // Asked here rather than at the end of an epoch, so that a resumed run asks it too.
      if state.stopping.isOver(settings.earlyStopping) { return .patience }
      if settings.shuffle { order.arrange(epoch: state.epoch, streams: streams) }
      while state.position < training.count {
        if trainer.stopRequest.isMade { return .interrupted }
        _ = try update(learningRate: learningRate())
        try writeCheckpointIfDue()
      }
      if try endEpoch() == .stop { return .observer }
      try writeCheckpointIfDue()
    }
    return state.stopping.isOver(settings.earlyStopping) ? .patience : .epochs
  }

  /// Makes one update at a given rate, going into the next epoch where one ends.
  ///
  /// - Returns: The mean loss before the update.
  mutating func nextUpdate(learningRate: Float) throws -> Double {
    if state.position == training.count {
      state.epoch += 1
      state.position = 0
      state.lossSum = 0
    }
    if state.position == 0, settings.shuffle { order.arrange(epoch: state.epoch, streams: streams) }
    return try update(learningRate: learningRate)
  }

  /// Learns from as many batches as belong to one update of the weights; returns their mean loss.
  private mutating func update(learningRate rate: Float) throws -> Double {
    let parameters = network.parameters
    let group = min(training.count - state.position, settings.batchSize * settings.accumulation)
    let end = state.position + group
    let lossBefore = state.lossSum
    while state.position < end {
      let size = min(settings.batchSize, end - state.position)
      let loss = gather(size, of: group)
      state.lossSum += Double(loss) * Double(size)
      state.position += size
      state.batches += 1
      guard loss.isFinite else { throw notFinite("the loss") }
      report()
    }
    for penalty in penalties { penalty.addGradients() }
    settings.clipping?.apply(to: parameters)
    optimizer.step(learningRate: rate)
    state.learningRate = rate
    state.updates += 1
    if let bad = parameters.first(where: { !$0.parameter.value.isFinite }) {
      throw notFinite("the parameter \(bad.path)")
    }
    average?.update(from: parameters)
    return (state.lossSum - lossBefore) / Double(group)
  }

  /// Adds the gradients of the next batch and returns its mean loss.
  private func gather(_ size: Int, of group: Int) -> Float {
    let batch = training.samples(
      order.indices[state.position..<state.position + size], epoch: state.epoch, streams: streams)
    var context = ForwardContext(
      isTraining: true, random: streams.stream("dropout/\(state.batches)"), lengths: batch.lengths)
    let output = network(batch.inputs, &context)
    let loss = settings.loss.value(output, batch.targets, weights: batch.weights)
    // Each batch counts by its share of the update, so that gathering changes nothing but memory.
    loss.backward(seed: size == group ? nil : Tensor(Float(size) / Float(group)))
    return loss.item
  }

  private func learningRate() -> Float {
    let groupSize = settings.batchSize * settings.accumulation
    let position = Schedule.Position(
      step: state.updates, stepsPerEpoch: (training.count + groupSize - 1) / groupSize,
      epochs: settings.epochs)
    return state.schedule.learningRate(base: settings.optimizer.learningRate, at: position)
  }

  /// Validates, judges and notes the epoch that has just been run through.
  private mutating func endEpoch() throws -> TrainingDecision {
    let parameters = network.parameters
    let weights = average.map { _ in parameters.tensors }
    if let average { parameters.assign(average.values) }
    let validationLoss = validation.map { network.meanLoss(settings.loss, over: $0) }
    if validationLoss.map({ !$0.isFinite }) ?? false { throw notFinite("the validation loss") }

    let loss = state.lossSum / Double(training.count)
    let watched = settings.monitor == .loss ? loss : validationLoss ?? loss
    let isBest = state.stopping.judge(watched, epoch: state.epoch, rule: settings.earlyStopping)
    if isBest { best = parameters.tensors }
    if let weights { try parameters.load(weights) }

    state.schedule.epochEnded(loss: Float(watched))
    let epoch = History.Epoch(
      epoch: state.epoch, loss: loss, validationLoss: validationLoss,
      learningRate: state.learningRate, seconds: seconds())
    state.history.epochs.append(epoch)
    state.epoch += 1
    state.position = 0
    state.lossSum = 0
    let decisions = trainer.observers.map { $0.epochEnded(epoch, isBest: isBest) }
    return decisions.contains(.stop) ? .stop : .goOn
  }

  /// Time spent on this run, interruptions not counted.
  func seconds() -> Double { state.secondsBefore + trainer.clock() - startTime }

  private func report() {
    guard !trainer.observers.isEmpty else { return }
    let batches = (state.position + settings.batchSize - 1) / settings.batchSize
    let progress = TrainingProgress(
      epoch: state.epoch, batch: batches, loss: state.lossSum / Double(state.position),
      learningRate: state.learningRate)
    for observer in trainer.observers { observer.batchEnded(progress) }
  }

  private func notFinite(_ name: String) -> TrainingError {
    .notFinite(name: name, epoch: state.epoch, update: state.updates)
  }

  private func summary(_ reason: TrainingSummary.StopReason) -> TrainingSummary {
    let last = state.history.epochs.last
    let lastLoss = settings.monitor == .loss ? last?.loss : last?.validationLoss ?? last?.loss
    let epochs = state.history.epochs.count
    let keptEpoch = settings.restoreBest ? state.stopping.bestEpoch ?? epochs : epochs
    return TrainingSummary(
      epochs: epochs, bestEpoch: state.stopping.bestEpoch ?? 0, keptEpoch: keptEpoch,
      bestLoss: state.stopping.bestLoss ?? .nan, lastLoss: lastLoss ?? .nan, stopped: reason,
      seconds: seconds(), parameters: network.parameters.scalarCount, windows: training.count,
      validationWindows: validation?.count ?? 0, seed: trainer.seed)
  }
}
