@_exported import SluiceData
@_exported import SluiceExperiment
@_exported import SluiceModels
@_exported import SluiceNN
@_exported import SluiceReport
@_exported import SluiceStorage
@_exported import SluiceTensor
@_exported import SluiceTuning
