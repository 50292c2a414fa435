// The default random source and the count of live tensors belong to the whole process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
